/* Passwords that were forgotten: a code in the place of the link, in the
 * language of who asks, and what a new password ends. */

#include "verify_scene.h"

static int
forgot(struct scene *scene, const char *username)
{
	char body[128];

	snprintf(body, sizeof(body),
		"{\"company_id\":\"acme\",\"username\":\"%s\"}", username);
	return acme_ask(scene->acme,
		&(struct acme_request){
			.path = "/v1/password/forgot", .body = body});
}

static void
test_forgotten_tells_nothing(void **state)
{
	static const char *const names[] = {
		"dana", "nobody", "newcomer", "gone"};
	struct scene scene = open_scene(state);

	for (int i = 0; i < 10; i++) {
		assert_int_equal(forgot(&scene, names[i % 4]), 200);
		assert_string_equal(scene.acme->reply.body.data, "{}");
	}
	assert_int_equal(
		sql_int(scene.acme->db, "SELECT COUNT(*) FROM letter_wish"),
		10);
	assert_int_equal(forgot(&scene, "dana"), 429);
	assert_int_equal(scene.acme->reply.retry_after_s, 60);
	/* Another address may. */
	scene.acme->peer = "192.0.2.77";
	assert_int_equal(forgot(&scene, "dana"), 200);
	scene.acme->peer = "192.0.2.1";
	scene.acme->now_ms += 60001;
	assert_int_equal(forgot(&scene, "dana"), 200);
	assert_int_equal(
		acme_ask(scene.acme,
			&(struct acme_request){.path = "/v1/password/forgot",
				.body = "company_id=acme&username=x",
				.content_type = FORM}),
		200);
	assert_true(says(&scene, "Look into your mail"));
	assert_int_equal(
		acme_ask(scene.acme, &(struct acme_request){.path = "/forgot"}),
		200);
	assert_true(says(&scene, "action=\"v1/password/forgot\""));
	assert_int_equal(
		acme_ask(scene.acme,
			&(struct acme_request){.path = "/v1/password/forgot",
				.body = "company_id=ac+me&username=x",
				.content_type = FORM}),
		422);
	assert_true(says(&scene, "<title>Error: "));
	acme_close(&scene.acme);
}

static int
activate(struct scene *scene, const char *username, const char *code,
	const char *password)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"company_id\":\"acme\",\"username\":\"%s\",\"code\":\"%s\","
		"\"password\":\"%s\"}",
		username, code, password);
	return acme_ask(scene->acme,
		&(struct acme_request){.path = "/v1/activate", .body = body});
}

static void
test_a_code_sets_it_too(void **state)
{
	struct scene scene = open_scene(state);
	char *known;
	char typed[32] = "";
	size_t n = 0;

	assert_int_equal(
		activate(&scene, "newcomer", "K7QX-92MF-4TDA", GOOD), 401);
	known = strdup(scene.acme->reply.body.data);
	assert_int_equal(
		activate(&scene, "nobody", "K7QX-92MF-4TDA", GOOD), 401);
	assert_string_equal(scene.acme->reply.body.data, known);
	free(known);
	assert_int_equal(activate(&scene, "dana", scene.code, GOOD), 401);
	assert_int_equal(
		activate(&scene, "newcomer", scene.code, "my newcomer 1"), 422);
	assert_string_equal(
		acme_text(scene.acme, "errors.0.pointer"), "/password");
	/* As somebody types it. */
	for (const char *c = scene.code; *c != '\0'; c++)
		if (*c != '-')
			typed[n++] = (char)(*c == '0' ? 'o' : *c | 32);
	assert_int_equal(activate(&scene, "Newcomer", typed, GOOD), 200);
	assert_int_equal(sign_in(&scene, GOOD), 200);
	assert_int_equal(activate(&scene, "newcomer", typed, GOOD), 401);
	assert_int_equal(page(&scene, "GET", "", NULL), 410);
	acme_close(&scene.acme);
}

/* The answer of a refused try is that of the first, to the byte. */
static void
expect_refused(struct scene *scene, char **first, const char *company,
	const char *username, const char *code)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"company_id\":\"%s\",\"username\":\"%s\",\"code\":\"%s\","
		"\"password\":\"" GOOD "\"}",
		company, username, code);
	assert_int_equal(acme_ask(scene->acme,
				 &(struct acme_request){
					 .path = "/v1/activate", .body = body}),
		401);
	if (*first == NULL)
		*first = strdup(scene->acme->reply.body.data);
	assert_string_equal(scene->acme->reply.body.data, *first);
}

/* Whatever is wrong: nothing tells who is there, and what was sent to them. */
static void
test_a_refused_code_tells_nothing(void **state)
{
	struct scene scene = open_scene(state);
	char *first = NULL;
	char used[32];

	expect_refused(&scene, &first, "acme", "newcomer", "K7QX-92MF-4TDA");
	expect_refused(&scene, &first, "acme", "newcomer", "none");
	expect_refused(&scene, &first, "nowhere", "newcomer", scene.code);
	expect_refused(&scene, &first, "acme", "nobody", scene.code);
	expect_refused(&scene, &first, "acme", "robin", scene.code);
	(void)str_copy(used, sizeof(used), scene.code);
	assert_int_equal(activate(&scene, "newcomer", used, GOOD), 200);
	expect_refused(&scene, &first, "acme", "newcomer", used);
	free(first);
	acme_close(&scene.acme);
}

static void
test_a_code_that_came_too_late_tells_nothing(void **state)
{
	struct scene scene = open_scene(state);
	char *first = NULL;

	expect_refused(&scene, &first, "nowhere", "newcomer", scene.code);
	send_now(&scene);
	scene.acme->now_ms += LETTER_LIFE_MS;
	expect_refused(&scene, &first, "acme", "newcomer", scene.code);
	free(first);
	acme_close(&scene.acme);
}

static void
test_wrong_codes_are_throttled_and_end_nothing(void **state)
{
	struct scene scene = open_scene(state);

	for (int i = 0; i < 10; i++)
		assert_int_equal(
			activate(&scene, "newcomer", "0000-0000-0000", GOOD),
			401);
	assert_int_equal(activate(&scene, "newcomer", scene.code, GOOD), 429);
	scene.acme->now_ms += 60LL * 1000;
	assert_int_equal(activate(&scene, "newcomer", scene.code, GOOD), 200);
	acme_close(&scene.acme);
}

static void
test_a_new_password_ends_sessions_and_not_deliveries(void **state)
{
	struct scene scene = open_scene(state);
	struct acme_tokens dana;

	acme_sign_in(scene.acme, ACME_DANA, 1, &dana);
	id_format(&scene.acme->people[ACME_DANA], scene.id);
	assert_int_equal(patch(&scene, "{\"email\":\"d@acme.example\"}"), 200);
	acme_run(scene.acme,
		"UPDATE letter SET token = '', code = '' WHERE employee <> ?1",
		&scene.acme->people[ACME_DANA], 0);
	read_letter(&scene);
	assert_int_equal(acme_ask_me(scene.acme, dana.access), 200);
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 303);
	assert_int_equal(acme_ask_me(scene.acme, dana.access), 401);
	assert_int_equal(acme_refresh(scene.acme, dana.refresh, &dana), 401);
	assert_int_equal(
		acme_try_sign_in(scene.acme, "acme", "dana", ACME_PASSWORD, 1),
		401);
	/* Known, but not what a punch is: the credential delivers on. */
	assert_int_equal(acme_ask(scene.acme,
				 &(struct acme_request){.path = "/v1/punches",
					 .body = "{}",
					 .token = scene.acme->keys[1]}),
		422);
	acme_close(&scene.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_forgotten_tells_nothing),
		ON_BOTH(test_a_code_sets_it_too),
		ON_BOTH(test_a_refused_code_tells_nothing),
		ON_BOTH(test_a_code_that_came_too_late_tells_nothing),
		ON_BOTH(test_wrong_codes_are_throttled_and_end_nothing),
		ON_BOTH(test_a_new_password_ends_sessions_and_not_deliveries),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, acme_end);
}
