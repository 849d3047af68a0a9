/* Passwords by a mailed link or code: what opens, once, and what is told. */

#include <pthread.h>

#include "verify_scene.h"

static void
test_looking_takes_nothing(void **state)
{
	struct scene scene = open_scene(state);

	for (int i = 0; i < 10; i++) {
		assert_int_equal(page(&scene, "HEAD", "", NULL), 200);
		assert_int_equal(page(&scene, "GET", "", NULL), 200);
	}
	assert_true(says(&scene, "<label for=\"password\">"));
	assert_true(says(&scene, "<strong>acme</strong>"));
	assert_false(says(&scene, "<script"));
	assert_in_range(scene.acme->reply.body.len, 500, 10240);
	assert_non_null(strstr(scene.acme->reply.policy, "default-src 'none'"));
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 303);
	acme_close(&scene.acme);
}

static void
test_a_password_is_set_once(void **state)
{
	struct scene scene = open_scene(state);
	char location[96];

	assert_int_equal(sign_in(&scene, GOOD), 401);
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 303);
	snprintf(location, sizeof(location), "%s/done", scene.token);
	assert_string_equal(scene.acme->reply.location, location);
	assert_int_equal(page(&scene, "GET", "/done", NULL), 200);
	assert_true(says(&scene, "--company acme --username newcomer"));
	assert_int_equal(page(&scene, "GET", "", NULL), 410);
	assert_true(says(&scene, "was used"));
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 410);
	assert_int_equal(sign_in(&scene, GOOD), 200);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM ledger_change WHERE"
				 " what IN ('employee.verified',"
				 " 'employee.password')"),
		2);
	acme_check(scene.acme);
	/* And the page of it is not for ever. */
	scene.acme->now_ms += 15LL * 60 * 1000;
	assert_int_equal(page(&scene, "GET", "/done", NULL), 303);
	snprintf(location, sizeof(location), "../%s", scene.token);
	assert_string_equal(scene.acme->reply.location, location);
	acme_close(&scene.acme);
}

/* The forms go by the address of the link: they are shown there alone. */
static void
test_there_is_one_address_of_the_forms(void **state)
{
	struct scene scene = open_scene(state);
	char location[96];

	assert_int_equal(page(&scene, "GET", "/done", NULL), 303);
	snprintf(location, sizeof(location), "../%s", scene.token);
	assert_string_equal(scene.acme->reply.location, location);
	scene.token[0] = scene.token[0] == 'x' ? 'y' : 'x';
	assert_int_equal(page(&scene, "GET", "/done", NULL), 404);
	acme_close(&scene.acme);
}

/* Names are text, and the username one word of the command. */
static void
test_names_are_text(void **state)
{
	struct scene scene = open_scene(state);

	assert_int_equal(patch(&scene, "{\"given_name\":\"<i>N&\\\"\","
				       "\"username\":\"n' <b>$(id)\"}"),
		200);
	read_letter(&scene);
	assert_int_equal(page(&scene, "GET", "", NULL), 200);
	assert_true(says(&scene, "&lt;i&gt;N&amp;&quot;"));
	assert_true(says(&scene, "value=\"n' &lt;b&gt;$(id)\""));
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 303);
	assert_int_equal(page(&scene, "GET", "/done", NULL), 200);
	assert_true(says(&scene, "--username 'n'\\'' &lt;b&gt;$(id)'"));
	assert_false(says(&scene, "<b>"));
	acme_close(&scene.acme);
}

static void
test_it_is_good_for_72_hours_from_its_sending(void **state)
{
	struct scene scene = open_scene(state);

	/* While it waits, it does not grow old. */
	scene.acme->now_ms += LETTER_LIFE_MS;
	assert_int_equal(page(&scene, "GET", "", NULL), 200);
	send_now(&scene);
	scene.acme->now_ms += LETTER_LIFE_MS - 1;
	assert_int_equal(page(&scene, "GET", "", NULL), 200);
	scene.acme->now_ms += 1;
	assert_int_equal(page(&scene, "GET", "", NULL), 410);
	assert_true(says(&scene, "has expired"));
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 410);
	acme_close(&scene.acme);
}

static void
test_the_rule(void **state)
{
	static const struct {
		const char *password;
		const char *word;
	} tries[] = {
		{"short1A!", "too short"},
		{"password1234", "too easy"},
		{"acmeroofing16", "too easy"},
		{"my-newcomer-1", "too easy"},
	};
	struct scene scene = open_scene(state);
	char form[128];

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		snprintf(form, sizeof(form), "password=%s&again=%s",
			tries[i].password, tries[i].password);
		assert_int_equal(page(&scene, "POST", "", form), 422);
		assert_true(says(&scene, tries[i].word));
		assert_true(says(&scene, "<title>Error: "));
		assert_true(says(&scene, "autofocus"));
		assert_false(says(&scene, tries[i].password));
	}
	assert_int_equal(page(&scene, "POST", "",
				 "password=a+good+long+one&again=another+one"),
		422);
	assert_true(says(&scene, "not the same"));
	assert_int_equal(page(&scene, "POST", "", "nonsense"), 422);
	assert_int_equal(page(&scene, "POST", "",
				 "password=contrase%C3%B1a+muy+larga"
				 "&again=contrase%C3%B1a+muy+larga"),
		303);
	acme_close(&scene.acme);
}

/* --- many at once ----------------------------------------------------------
 */

#define MANY 64

struct visitor {
	struct service *service;
	const char *path;
	char form[96];
	int status;
};

static void *
visit(void *ctx)
{
	struct visitor *visitor = ctx;
	const struct request request = {.method = "POST",
		.path = visitor->path,
		.query = "",
		.content_type = FORM,
		.peer = "192.0.2.9",
		.body = visitor->form,
		.body_bytes = strlen(visitor->form)};
	struct reply reply;

	reply_init(&reply);
	service_handle(visitor->service, &request, &reply);
	visitor->status = reply.status;
	reply_release(&reply);
	return NULL;
}

/* At two services on one database. */
static void
test_one_of_many_sets_it(void **state)
{
	struct scene scene = open_scene(state);
	struct service *beside = acme_open_beside(scene.acme);
	struct visitor visitors[MANY];
	pthread_t threads[MANY];
	char password[64];
	int set = 0, gone = 0, winner = -1;

	snprintf(scene.path, sizeof(scene.path), "/verify/%s", scene.token);
	for (int i = 0; i < MANY; i++) {
		visitors[i] = (struct visitor){
			.service = i % 2 ? beside : scene.acme->service,
			.path = scene.path,
		};
		snprintf(visitors[i].form, sizeof(visitors[i].form),
			"password=horse+battery+%d&again=horse+battery+%d", i,
			i);
		assert_int_equal(
			pthread_create(&threads[i], NULL, visit, &visitors[i]),
			0);
	}
	for (int i = 0; i < MANY; i++) {
		pthread_join(threads[i], NULL);
		set += visitors[i].status == 303;
		gone += visitors[i].status == 410;
		if (visitors[i].status == 303)
			winner = i;
	}
	assert_int_equal(set, 1);
	assert_int_equal(gone, MANY - 1);
	snprintf(password, sizeof(password), "horse battery %d", winner);
	assert_int_equal(sign_in(&scene, password), 200);
	service_close(&beside);
	acme_close(&scene.acme);
}

/* --- the newest ------------------------------------------------------------
 */

static int
resend(struct scene *scene, const char *id)
{
	snprintf(scene->path, sizeof(scene->path), "/v1/employees/%s/resend",
		id);
	return acme_ask(scene->acme, &(struct acme_request){.path = scene->path,
					     .method = "POST",
					     .token = scene->tokens.access});
}

static void
test_resend(void **state)
{
	struct scene scene = open_scene(state);
	struct scene first = scene;
	char dana[ID_TEXT_BYTES];

	assert_int_equal(resend(&scene, scene.id), 200);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM ledger_change WHERE"
				 " what = 'employee.resend'"),
		1);
	read_letter(&scene);
	assert_string_not_equal(scene.token, first.token);
	assert_int_equal(page(&first, "GET", "", NULL), 410);
	assert_true(says(&first, "newer link was sent"));
	assert_int_equal(page(&scene, "POST", "", GOOD_FORM), 303);
	assert_int_equal(resend(&scene, scene.id), 409);
	assert_string_equal(
		acme_text(scene.acme, "type"), "urn:connect:problem:verified");
	/* Whoever has no address is not reached by any. */
	id_format(&scene.acme->people[ACME_GONE], dana);
	assert_int_equal(resend(&scene, dana), 422);
	acme_close(&scene.acme);
}

static void
test_an_old_link_leads_to_a_new_one(void **state)
{
	struct scene scene = open_scene(state);

	assert_int_equal(page(&scene, "POST", "/again", ""), 303);
	send_now(&scene);
	scene.acme->now_ms += LETTER_LIFE_MS;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(page(&scene, "POST", "/again", ""), 200);
		assert_true(says(&scene, "Look into your mail"));
	}
	assert_int_equal(
		sql_int(scene.acme->db, "SELECT COUNT(*) FROM letter"), 1 + 3);
	assert_int_equal(sql_int(scene.acme->db,
				 "SELECT COUNT(*) FROM letter WHERE ended = 0"
				 " AND kind = 1"),
		1);
	acme_close(&scene.acme);
}

/* Whom nobody knows yet: as the browser has it. */
static void
test_in_the_browsers_language(void **state)
{
	struct scene scene = open_scene(state);

	assert_int_equal(acme_ask(scene.acme,
				 &(struct acme_request){.path = "/forgot",
					 .accept_language = "es-MX,en;q=0.5"}),
		200);
	assert_true(says(&scene, "<html lang=\"es\">"));
	assert_int_equal(
		acme_ask(scene.acme,
			&(struct acme_request){.path = "/v1/password/forgot",
				.body = "company_id=acme&username=x",
				.content_type = FORM,
				.accept_language = "es"}),
		200);
	assert_true(says(&scene, "<html lang=\"es\">"));
	assert_int_equal(acme_ask(scene.acme,
				 &(struct acme_request){.path = "/verify/none",
					 .accept_language = "es"}),
		404);
	assert_true(says(&scene, "<html lang=\"es\">"));
	assert_int_equal(
		acme_ask(scene.acme, &(struct acme_request){.path = "/forgot",
					     .accept_language = "de"}),
		200);
	assert_true(says(&scene, "<html lang=\"en\">"));
	acme_close(&scene.acme);
}

static void
test_the_gates(void **state)
{
	struct scene scene = open_scene(state);
	const struct acme_request ask = {
		.path = scene.path, .token = scene.tokens.access};

	snprintf(scene.path, sizeof(scene.path), "/v1/employees/%s/gates",
		scene.id);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_string_equal(acme_text(scene.acme, "signin"), "pending");
	assert_string_equal(acme_text(scene.acme, "address"), "pending");
	assert_string_equal(acme_text(scene.acme, "mail.state"), "waiting");
	assert_true(says(&scene, "\"can_clock\":false"));
	assert_string_equal(acme_text(scene.acme, "why"),
		"the mail that verifies the e-mail address waits (the service "
		"has no mail server: connectd serve --smtp)");
	send_now(&scene);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_string_equal(acme_text(scene.acme, "mail.state"), "sent");
	assert_non_null(
		strstr(acme_text(scene.acme, "why"), "the link expires 20"));
	assert_null(strstr(acme_text(scene.acme, "why"), "Z")); /* local */
	scene.acme->now_ms += LETTER_LIFE_MS;
	acme_sign_in(scene.acme, ACME_ADMIN, 0, &scene.tokens);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_string_equal(acme_text(scene.acme, "mail.state"), "expired");
	acme_run(scene.acme,
		"UPDATE letter SET state = 3, said = '550 no such user'"
		" WHERE employee = ?1",
		&scene.acme->people[ACME_NEWCOMER], 0);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_string_equal(acme_text(scene.acme, "signin"), "bounced");
	assert_non_null(strstr(
		acme_text(scene.acme, "why"), "bounced: 550 no such user"));
	acme_run(scene.acme, "UPDATE employee SET verified = 1 WHERE id = ?1",
		&scene.acme->people[ACME_NEWCOMER], 0);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_true(says(&scene, "\"can_clock\":true"));
	acme_run(scene.acme,
		"UPDATE company SET clock_in_out = 0 WHERE id = ?1",
		&scene.acme->company, 0);
	assert_int_equal(acme_ask(scene.acme, &ask), 200);
	assert_true(says(&scene, "\"company\":false"));
	assert_string_equal(acme_text(scene.acme, "why"),
		"Clock In/Out is switched off for the company");
	acme_close(&scene.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_looking_takes_nothing),
		ON_BOTH(test_a_password_is_set_once),
		ON_BOTH(test_there_is_one_address_of_the_forms),
		ON_BOTH(test_names_are_text),
		ON_BOTH(test_it_is_good_for_72_hours_from_its_sending),
		ON_BOTH(test_the_rule),
		ON_BOTH(test_one_of_many_sets_it),
		ON_BOTH(test_resend),
		ON_BOTH(test_an_old_link_leads_to_a_new_one),
		ON_SQLITE(test_in_the_browsers_language),
		ON_BOTH(test_the_gates),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, acme_end);
}
