/* Signing in: equal answers, counted tries, tokens that turn. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/sql.h"

#define MINUTE_MS (60 * 1000LL)
#define FORM "application/x-www-form-urlencoded"
#define DAY_MS (24 * 60 * MINUTE_MS)

static int
ask_me(struct acme *acme, const char *token)
{
	return acme_ask(
		acme, &(struct acme_request){.path = "/v1/me", .token = token});
}

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
	assert_int_equal(ask_me(acme, tokens.access), 200);
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
fail_times(struct acme *acme, const char *username, int times)
{
	for (int i = 0; i < times; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", username, "wrong", 0),
			401);
}

static void
test_an_account_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	char peer[32];

	/* From an address each, so that it is the account that counts. */
	acme->peer = peer;
	for (int i = 0; i < 10; i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%d", 100 + i);
		fail_times(acme, "dana", 1);
	}
	snprintf(peer, sizeof(peer), "192.0.2.99");
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 15);
	/* Also one that does not exist, just the same. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "lukasz", ACME_PASSWORD, 0),
		200);
	/* Waiting helps, and the next failure doubles the delay. */
	acme->now_ms += 15 * 1000;
	fail_times(acme, "dana", 1);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 30);
	/* A wait is no try: it does not grow by asking. */
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 30);
	acme->now_ms += 30 * 1000;
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

/* As if there had been so many failures of this kind already. */
static void
add_failures(struct acme *acme, const char *sql, int64_t number)
{
	acme_run(acme, sql, NULL, number);
}
#define ADDRESS                                                                \
	"UPDATE sign_in_failure SET failures = ?1 WHERE scope = 'address'"
#define COMPANY                                                                \
	"UPDATE sign_in_failure SET failures = ?1 WHERE scope = 'company'"

static void
test_an_address_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	char username[32];

	for (int i = 0; i < 100; i++) {
		snprintf(username, sizeof(username), "guess%d", i);
		fail_times(acme, username, 1);
		/* One's own password buys no more guesses. */
		if (i == 90)
			assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
						 ACME_PASSWORD, 0),
				200);
	}
	assert_int_equal(acme_try_sign_in(acme, "acme", "guess", "x", 0), 429);
	acme->peer = "192.0.2.2";
	assert_int_equal(acme_try_sign_in(acme, "acme", "guess", "x", 0), 401);
	/* All addresses of one IPv6 network are one. */
	acme->peer = "2001:db8::1";
	fail_times(acme, "other", 1);
	add_failures(acme, ADDRESS, 99);
	fail_times(acme, "other", 1);
	acme->peer = "2001:db8::ffff:1";
	assert_int_equal(acme_try_sign_in(acme, "acme", "more", "x", 0), 429);
	/* And half an hour later it is as if nothing had been. */
	acme->now_ms += 31 * MINUTE_MS;
	assert_int_equal(acme_try_sign_in(acme, "acme", "more", "x", 0), 401);
	/* What was counted is forgotten, a few with each try. */
	acme->now_ms += 2 * DAY_MS;
	for (int i = 0; i < 4; i++)
		fail_times(acme, "more", 1);
	assert_in_range(
		sql_int(acme->db, "SELECT count(*) FROM sign_in_failure"), 3,
		4);
	acme_close(&acme);
}

/* A failure of somebody unheard of, from somewhere new. */
static int
fail_as_anybody(struct acme *acme, const char *company, int number)
{
	char peer[32], username[32];

	snprintf(
		peer, sizeof(peer), "198.51.%d.%d", number / 100, number % 100);
	snprintf(username, sizeof(username), "guess%d", number);
	acme->peer = peer;
	acme_try_sign_in(acme, company, username, "wrong", 0);
	acme->peer = "192.0.2.1";
	return acme->reply.status;
}

static void
test_delays_double_up_to_a_quarter_of_an_hour(void **state)
{
	static const int delays_s[] = {15, 30, 60, 120, 240, 480, 900, 900};
	struct acme *acme = acme_open(*state);
	char peer[32];

	acme->peer = peer;
	for (int i = 0; i < 9; i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%d", 100 + i);
		fail_times(acme, "dana", 1);
	}
	for (size_t i = 0; i < sizeof(delays_s) / sizeof(delays_s[0]); i++) {
		snprintf(peer, sizeof(peer), "192.0.2.%zu", 150 + i);
		fail_times(acme, "dana", 1);
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "x", 0), 429);
		assert_int_equal(acme->reply.retry_after_s, delays_s[i]);
		acme->now_ms += delays_s[i] * 1000LL - 1;
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "x", 0), 429);
		assert_int_equal(acme->reply.retry_after_s, 1);
		acme->now_ms += 1;
	}
	acme_close(&acme);
}

static void
test_a_company_is_throttled(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	for (int i = 0; i < 99; i++)
		assert_int_equal(fail_as_anybody(acme, "acme", i), 401);
	add_failures(acme, COMPANY, 999);
	assert_int_equal(fail_as_anybody(acme, "acme", 99), 401);
	assert_int_equal(fail_as_anybody(acme, "acme", 100), 429);
	assert_int_equal(acme->reply.retry_after_s, 15);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 429);
	/* Not the other company, and not whose device proves itself. */
	assert_int_equal(fail_as_anybody(acme, "beta", 101), 401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 200);
	acme->now_ms += 15 * 1000;
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 200);
	acme_close(&acme);
}

/* By strangers who know the device's id, from her own address. */
static void
test_nobody_is_locked_out_of_their_device(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	acme->keys[1][0] = '\0';
	for (int i = 0; i < 10; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "wrong", 1),
			401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 429);
	str_copy(acme->keys[1], sizeof(acme->keys[1]), tokens.delivery);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 200);
	/* Another one's credential is a stranger's. */
	acme_sign_in(acme, ACME_BOSS, 2, &tokens);
	str_copy(acme->keys[1], sizeof(acme->keys[1]), tokens.delivery);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 1), 429);
	acme_close(&acme);
}

/* Guessing from that device has its own bound, which no new enrolment moves. */
static void
test_guessing_at_one_s_device_is_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	char credential[64];

	acme_sign_in(acme, ACME_DANA, 1, &tokens);
	for (int i = 0; i < 10; i++)
		assert_int_equal(
			acme_try_sign_in(acme, "acme", "dana", "wrong", 1),
			401);
	assert_int_equal(acme_ask(acme,
				 &(struct acme_request){
					 .path = "/v1/enrolments",
					 .token = tokens.delivery,
					 .body = "{}",
				 }),
		201);
	str_copy(credential, sizeof(credential), acme_text(acme, "credential"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, 1),
			429);
		str_copy(acme->keys[1], sizeof(acme->keys[1]), credential);
	}
	acme_close(&acme);
}

static void
test_success_is_no_failure(void **state)
{
	struct acme *acme = acme_open(*state);

	for (int i = 0; i < 25; i++) {
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, 0),
			200);
	}
	fail_times(acme, "robin", 9);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "robin", ACME_PASSWORD, 0), 200);
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

static void
test_a_refresh_turns_the_token(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens first, second, third;

	acme_sign_in(acme, ACME_DANA, 0, &first);
	assert_int_equal(acme_refresh(acme, first.refresh, &second), 200);
	assert_string_equal(second.delivery, "");
	assert_string_not_equal(second.refresh, first.refresh);
	assert_int_equal(ask_me(acme, second.access), 200);
	assert_int_equal(ask_me(acme, first.access), 200);
	assert_int_equal(acme_refresh(acme, second.refresh, &third), 200);
	/* The first one is stolen goods now, and ends the session. */
	assert_int_equal(acme_refresh(acme, first.refresh, &first), 401);
	assert_int_equal(ask_me(acme, third.access), 401);
	assert_int_equal(acme_refresh(acme, third.refresh, &third), 401);
	acme_close(&acme);
}

static void
test_a_lost_answer_locks_nobody_out(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens first, lost, again, next;

	acme_sign_in(acme, ACME_DANA, 0, &first);
	assert_int_equal(acme_refresh(acme, first.refresh, &lost), 200);
	/* Within a minute the same answer, as long as it is good. */
	acme->now_ms += MINUTE_MS - 1;
	assert_int_equal(acme_refresh(acme, first.refresh, &again), 200);
	assert_string_equal(again.refresh, lost.refresh);
	assert_string_equal(again.access, lost.access);
	assert_int_equal(acme_int(acme, "expires_in"), 14 * 60 + 1);
	/* Later the same refresh token, with another access token. */
	acme->now_ms += 20 * DAY_MS;
	assert_int_equal(acme_refresh(acme, first.refresh, &again), 200);
	assert_string_equal(again.refresh, lost.refresh);
	assert_string_not_equal(again.access, lost.access);
	assert_int_equal(acme_int(acme, "expires_in"), 900);
	assert_int_equal(ask_me(acme, again.access), 200);
	assert_int_equal(ask_me(acme, lost.access), 401);
	/* Both are in use until the new one was used. */
	acme->now_ms += 20 * DAY_MS;
	assert_int_equal(acme_refresh(acme, lost.refresh, &next), 200);
	assert_int_equal(ask_me(acme, next.access), 200);
	assert_int_equal(acme_refresh(acme, lost.refresh, &again), 200);
	assert_string_equal(again.refresh, next.refresh);
	assert_int_equal(acme_refresh(acme, first.refresh, &first), 401);
	assert_int_equal(ask_me(acme, next.access), 401);
	assert_int_equal(acme_refresh(acme, next.refresh, &next), 401);
	acme_close(&acme);
}

/* Whoever makes one up, or knows a family's hash, ends nobody's session. */
static void
test_a_forged_refresh_token_ends_nothing(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;
	char forged[sizeof(tokens.refresh)];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_sign_in(acme, ACME_DANA, 0, &other);
	str_copy(forged, sizeof(forged), other.refresh);
	forged[10] = forged[10] == 'A' ? 'B' : 'A';
	assert_int_equal(acme_refresh(acme, forged, &other), 401);
	forged[47] = '\0';
	assert_int_equal(acme_refresh(acme, forged, &other), 401);
	assert_int_equal(ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	assert_int_equal(acme_refresh(acme, other.refresh, &other), 200);
	acme_close(&acme);
}

/* Asking again and again leaves nothing behind. */
static void
test_refreshing_is_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	for (int i = 0; i < 100; i++)
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &other), 200);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 2);
	/* A loop is told to wait, and nobody else is. */
	assert_int_equal(acme_refresh(acme, tokens.refresh, &other), 429);
	assert_int_equal(acme->reply.retry_after_s, 1);
	acme_sign_in(acme, ACME_BOSS, 1, &other);
	assert_int_equal(acme_refresh(acme, other.refresh, &other), 200);
	for (int i = 0; i < 100; i++) {
		acme->now_ms += MINUTE_MS;
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &other), 200);
	}
	assert_in_range(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 1, 16);
	/* What is over is forgotten by whoever comes later. */
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 3);
	acme->now_ms += 61 * DAY_MS;
	acme_sign_in(acme, ACME_LEAD, 2, &other);
	acme_sign_in(acme, ACME_LEAD, 2, &other);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 2);
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 2);
	acme_close(&acme);
}

static void
test_tokens_end_in_time(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, next;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme->now_ms += 15 * MINUTE_MS - 1;
	assert_int_equal(ask_me(acme, tokens.access), 200);
	acme->now_ms += 1;
	assert_int_equal(ask_me(acme, tokens.access), 401);
	assert_true(acme->reply.challenge);
	acme->now_ms += 30 * DAY_MS;
	assert_int_equal(acme_refresh(acme, tokens.refresh, &next), 401);
	/* Kept in use, a session lasts a year. */
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	for (int day = 0; day < 364; day += 28) {
		acme->now_ms += 28 * DAY_MS;
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &tokens), 200);
	}
	acme->now_ms += DAY_MS;
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
	acme_close(&acme);
}

static void
test_signing_out_ends_the_session(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, other;
	char body[128];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_sign_in(acme, ACME_DANA, 1, &other);
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof(body), "{\"token\":\"%s\"}",
			i == 0 ? tokens.refresh : "ccr_unknown");
		assert_int_equal(acme_ask(acme,
					 &(struct acme_request){
						 .path = "/v1/token/revoke",
						 .body = body}),
			200);
	}
	assert_int_equal(ask_me(acme, tokens.access), 401);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
	assert_int_equal(ask_me(acme, other.access), 200);
	acme_close(&acme);
}

static void
test_who_may_not_sign_in_has_no_session(void **state)
{
	static const char *const changes[] = {
		"UPDATE employee SET active = 0 WHERE id = ?1",
		"UPDATE employee SET role = NULL WHERE id = ?1",
		"UPDATE employee SET verified = 0 WHERE id = ?1",
		"UPDATE employee SET username = NULL WHERE id = ?1",
	};
	struct acme *acme = acme_open(*state);
	static const enum acme_person who[] = {
		ACME_DANA, ACME_BOSS, ACME_LEAD, ACME_LUKASZ};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct acme_tokens tokens;

		acme_sign_in(acme, who[i], 0, &tokens);
		acme_run(acme, changes[i], &acme->people[who[i]], 0);
		assert_int_equal(ask_me(acme, tokens.access), 401);
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &tokens), 401);
	}
	acme_close(&acme);
}

static void
test_a_revoked_device_is_told(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_run(acme, "UPDATE device SET revoked_ms = 1 WHERE id = ?1",
		&acme->devices[0], 0);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 403);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 401);
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
	assert_int_equal(ask_me(acme, tokens.access), 200);
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

static void
test_nothing_of_a_secret_is_stored(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	struct db_stmt *stmt;
	struct err err = {0};
	bool row = true;
	int hashes = 0;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &tokens), 200);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(db_prepare(acme->db,
				 "SELECT hash FROM access_token UNION ALL"
				 " SELECT newest FROM session UNION ALL"
				 " SELECT used FROM session UNION ALL"
				 " SELECT family FROM session UNION ALL"
				 " SELECT hash FROM delivery_credential",
				 &stmt, &err),
		0);
	for (;; hashes++) {
		size_t len;
		const char *hash;

		assert_int_equal(db_step(stmt, &row, &err), 0);
		if (!row)
			break;
		hash = db_blob(stmt, 0, &len);
		if (len == 0)
			continue;
		assert_int_equal(len, 32);
		assert_memory_not_equal(hash, tokens.access, 4);
		assert_memory_not_equal(hash, tokens.refresh, 4);
		assert_memory_not_equal(hash, tokens.delivery, 4);
	}
	assert_int_equal(hashes, 3 + 2 + 2 + 2 + 2);
	db_reset(acme->db);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_right_password_signs_in),
		ON_BOTH(test_a_company_id_as_it_is_typed),
		ON_BOTH(test_failures_cannot_be_told_apart),
		ON_BOTH(test_an_account_is_throttled),
		ON_BOTH(test_an_address_is_throttled),
		ON_BOTH(test_delays_double_up_to_a_quarter_of_an_hour),
		ON_BOTH(test_a_company_is_throttled),
		ON_BOTH(test_nobody_is_locked_out_of_their_device),
		ON_BOTH(test_guessing_at_one_s_device_is_bounded),
		ON_BOTH(test_success_is_no_failure),
		ON_BOTH(test_a_bad_request_is_named),
		ON_BOTH(test_a_form_signs_in),
		ON_BOTH(test_a_refresh_turns_the_token),
		ON_BOTH(test_a_lost_answer_locks_nobody_out),
		ON_BOTH(test_a_forged_refresh_token_ends_nothing),
		ON_BOTH(test_refreshing_is_bounded),
		ON_BOTH(test_tokens_end_in_time),
		ON_BOTH(test_signing_out_ends_the_session),
		ON_BOTH(test_who_may_not_sign_in_has_no_session),
		ON_BOTH(test_a_revoked_device_is_told),
		ON_BOTH(test_a_device_id_alone_gives_nothing),
		ON_BOTH(test_a_later_sign_in_goes_on),
		ON_BOTH(test_without_a_device_there_is_no_enrolment),
		ON_BOTH(test_new_enrolments_are_bounded),
		ON_BOTH(test_nothing_of_a_secret_is_stored),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
