/* Signing in: who it is, equal answers, what a sign-in gives. */

#include <stdio.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/sql.h"

#define MINUTE_MS (60 * 1000LL)
#define FORM "application/x-www-form-urlencoded"
#define DAY_MS (24 * 60 * MINUTE_MS)

static void
test_a_right_password_signs_in(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_memory_equal(tokens.access, "cca_", 4);
	assert_memory_equal(tokens.refresh, "ccr_", 4);
	assert_memory_equal(tokens.delivery, "cce_", 4);
	assert_string_equal(acme_text(acme, "person.company.id"), "acme");
	assert_int_equal(acme_int(acme, "expires_in"), 900);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_string_equal(acme_text(acme, "given_name"), "dana");
	/* Case and accents of a username do not matter. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "ŁUKASZ", ACME_PASSWORD, 0),
		200);
	/* The same username in another company is somebody else. */
	acme_sign_in(acme, ACME_STRANGER, 0, &tokens);
	assert_string_equal(acme_text(acme, "person.company.id"), "beta");
	acme_close(&acme);
}

/* The Company ID is folded wherever it is typed; what is none is said. */
static void
test_a_company_id_as_it_is_typed(void **state)
{
	struct acme *acme = acme_open(*state);

	assert_int_equal(
		acme_try_sign_in(acme, "AcMe", "dana", ACME_PASSWORD, 0), 200);
	assert_int_equal(
		acme_try_sign_in(acme, " acme ", "dana", ACME_PASSWORD, 0),
		200);
	assert_string_equal(acme_text(acme, "person.company.id"), "acme");
	assert_int_equal(
		acme_try_sign_in(acme, "ac me", "dana", ACME_PASSWORD, 0), 422);
	assert_string_equal(acme_text(acme, "errors.0.pointer"), "/company_id");
	assert_non_null(strstr(acme->reply.body.data, "no spaces"));
	acme_close(&acme);
}

static void
test_failures_cannot_be_told_apart(void **state)
{
	static const struct {
		const char *company;
		const char *username;
		const char *password;
		const char *peer;
	} tries[] = {
		{"acme", "dana", "wrong password", "192.0.2.10"},
		{"nowhere", "dana", ACME_PASSWORD, "192.0.2.11"},
		{"ac-me", "dana", ACME_PASSWORD, "192.0.2.12"},
		{"acme", "nobody", ACME_PASSWORD, "192.0.2.13"},
		{"acme", "gone", ACME_PASSWORD, "192.0.2.14"},
		{"acme", "newcomer", ACME_PASSWORD, "192.0.2.15"},
		{"beta", "tomasz", ACME_PASSWORD, "192.0.2.16"},
	};
	struct acme *acme = acme_open(*state);
	struct reply first;

	acme_try_sign_in(acme, "acme", "dana", "", 0);
	first = acme->reply;
	reply_init(&acme->reply);
	assert_int_equal(first.status, 401);
	assert_non_null(strstr(first.body.data, "sign-in-failed"));
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		struct reply *reply = &acme->reply;

		acme->peer = tries[i].peer;
		acme_try_sign_in(acme, tries[i].company, tries[i].username,
			tries[i].password, 0);
		assert_int_equal(reply->status, first.status);
		assert_string_equal(reply->body.data, first.body.data);
		assert_string_equal(reply->content_type, first.content_type);
		assert_int_equal(reply->challenge, first.challenge);
		assert_int_equal(reply->retry_after_s, first.retry_after_s);
		assert_string_equal(reply->etag, first.etag);
	}
	reply_release(&first);
	acme_close(&acme);
}

static void
test_a_bad_request_is_named(void **state)
{
	static const struct {
		const char *body;
		const char *type;
		int status;
		const char *pointer;
	} bad[] = {
		{"{", NULL, 400, ""},
		{"", NULL, 400, ""},
		{"[]", NULL, 422, ""},
		{"{\"grant_type\":\"password\",\"grant_type\":\"password\"}",
			NULL, 400, ""},
		{"{\"grant_type\":\"magic\"}", NULL, 422, "/grant_type"},
		{"{\"grant_type\":\"refresh_token\",\"refresh_token\":\"x\","
		 "\"more\":1}",
			NULL, 422, "/more"},
		{"{\"grant_type\":\"refresh_token\",\"refresh_token\":7}", NULL,
			422, "/refresh_token"},
		{"{\"grant_type\":\"password\",\"company_id\":\"ac me\","
		 "\"username\":\"d\",\"password\":\"p\"}",
			NULL, 422, "/company_id"},
		{"grant_type=password&company_id=acme.example.com&username=d"
		 "&password=p",
			FORM, 422, "/company_id"},
		{"grant_type=password&company_id=acme&username=d", FORM, 422,
			"/password"},
		{"grant_type=%zz", FORM, 400, ""},
		{"{}", FORM, 422, "/grant_type"},
		{"{}", FORM "; charset=latin-1", 415, ""},
		{"{}", "text/plain", 415, ""},
		{"{}", "application/json; charset=latin-1", 415, ""},
		{"{}", "application/jsonp", 415, ""},
	};
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		acme_ask(acme, &(struct acme_request){
				       .path = "/v1/token",
				       .method = "POST",
				       .body = bad[i].body,
				       .content_type = bad[i].type,
			       });
		assert_int_equal(acme->reply.status, bad[i].status);
		assert_string_equal(
			acme_text(acme, "errors.0.pointer"), bad[i].pointer);
	}
	acme_close(&acme);
}

/* As OAuth libraries ask (RFC 6749); the Company ID as somebody types it. */
static void
test_a_form_signs_in(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_request ask = {
		.path = "/v1/token",
		.content_type = FORM,
		.body = "grant_type=password&company_id=ACME&username=Dana"
			"&password=correct+horse%20battery&scope=",
	};
	char body[256], refresh[96];

	assert_int_equal(acme_ask(acme, &ask), 200);
	assert_string_equal(acme_text(acme, "enrolment.id"), "");
	str_copy(refresh, sizeof(refresh), acme_text(acme, "refresh_token"));
	snprintf(body, sizeof(body),
		"grant_type=refresh_token&refresh_token=%s", refresh);
	ask.body = body;
	assert_int_equal(acme_ask(acme, &ask), 200);
	snprintf(body, sizeof(body), "token=%s", refresh);
	ask.path = "/v1/token/revoke";
	assert_int_equal(acme_ask(acme, &ask), 200);
	snprintf(body, sizeof(body),
		"grant_type=refresh_token&refresh_token=%s", refresh);
	ask.path = "/v1/token";
	assert_int_equal(acme_ask(acme, &ask), 401);
	/* Nothing else takes forms. */
	ask.path = "/v1/punches";
	ask.body = "";
	assert_int_equal(acme_ask(acme, &ask), 415);
	acme_close(&acme);
}

/* A stranger who sends nothing where a secret belongs is answered. */
static void
test_a_secret_may_be_of_no_bytes(void **state)
{
	static const struct {
		const char *path, *body;
		int status;
	} asked[] = {
		{"/v1/token/revoke", "{\"token\":\"\"}", 200},
		{"/v1/token",
			"{\"grant_type\":\"password\",\"company_id\":\"acme\","
			"\"username\":\"dana\",\"password\":\"\"}",
			401},
		{"/v1/token",
			"{\"grant_type\":\"refresh_token\","
			"\"refresh_token\":\"\"}",
			401},
		{"/v1/activate",
			"{\"company_id\":\"acme\",\"username\":\"dana\","
			"\"code\":\"\",\"password\":\"\"}",
			422},
	};
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		assert_int_equal(
			acme_ask(acme,
				&(struct acme_request){.path = asked[i].path,
					.body = asked[i].body}),
			asked[i].status);
	acme_close(&acme);
}

/* A device's id is no secret: it gives nothing that was there. */
static void
test_a_device_id_alone_gives_nothing(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens mine, other;
	const char *const keys[] = {"", other.delivery, mine.access, "cce_x"};

	acme_sign_in(acme, ACME_DANA, 0, &mine);
	acme->keys[0][0] = '\0';
	acme_sign_in(acme, ACME_BOSS, 0, &other);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct acme_tokens again;

		str_copy(acme->keys[0], sizeof(acme->keys[0]), keys[i]);
		acme_sign_in(acme, ACME_DANA, 0, &again);
		assert_false(id_equal(&again.enrolment, &mine.enrolment));
		assert_int_equal(acme_int(acme, "enrolment.highest"), 0);
	}
	acme_close(&acme);
}

/* With its credential it goes on, and the older ones deliver on. */
static void
test_a_later_sign_in_goes_on(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens first, next;

	acme_sign_in(acme, ACME_DANA, 0, &first);
	for (int i = 0; i < 20; i++) {
		acme->now_ms += 1000;
		str_copy(acme->keys[0], sizeof(acme->keys[0]), first.delivery);
		acme_sign_in(acme, ACME_DANA, 0, &next);
		assert_true(id_equal(&next.enrolment, &first.enrolment));
		assert_string_not_equal(next.delivery, first.delivery);
	}
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM delivery_credential"),
		9);
	/* Of somebody else, or on another machine, it proves nothing. */
	str_copy(acme->keys[1], sizeof(acme->keys[1]), first.delivery);
	acme_sign_in(acme, ACME_DANA, 1, &next);
	assert_false(id_equal(&next.enrolment, &first.enrolment));
	str_copy(acme->keys[0], sizeof(acme->keys[0]), first.delivery);
	acme_sign_in(acme, ACME_LEAD, 0, &next);
	assert_false(id_equal(&next.enrolment, &first.enrolment));
	acme_close(&acme);
}

static void
test_without_a_device_there_is_no_enrolment(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, -1, &tokens);
	assert_string_equal(tokens.delivery, "");
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM enrolment"), 0);
	acme_close(&acme);
}

/* A program in a loop makes no more than this. */
static void
test_new_enrolments_are_bounded(void **state)
{
	struct acme *acme = acme_open(*state);

	for (int i = 0; i < 100; i++) {
		acme->keys[0][0] = '\0';
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, 0),
			200);
	}
	acme->keys[1][0] = '\0';
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 200);
	acme->keys[0][0] = '\0';
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM session"), 100);
	/* It is no failure, holds for this person here, and for a day. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, -1), 200);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 200);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "lukasz", ACME_PASSWORD, 0),
		200);
	acme->now_ms += DAY_MS;
	acme->keys[0][0] = '\0';
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_right_password_signs_in),
		ON_BOTH(test_a_company_id_as_it_is_typed),
		ON_BOTH(test_failures_cannot_be_told_apart),
		ON_BOTH(test_a_bad_request_is_named),
		ON_BOTH(test_a_form_signs_in),
		ON_BOTH(test_a_secret_may_be_of_no_bytes),
		ON_BOTH(test_a_device_id_alone_gives_nothing),
		ON_BOTH(test_a_later_sign_in_goes_on),
		ON_BOTH(test_without_a_device_there_is_no_enrolment),
		ON_BOTH(test_new_enrolments_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
