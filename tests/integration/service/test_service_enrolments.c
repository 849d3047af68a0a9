/* Enrolments and sessions: one in the place of another, lists, revocation. */

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/sql.h"
#include "wire/wire.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)

static int
ask(struct acme *acme, const char *method, const char *path, const char *token)
{
	bool post = strcmp(method, "POST") == 0;

	return acme_ask(acme, &(struct acme_request){
				      .method = method,
				      .path = path,
				      .token = token,
				      .body = post ? "{}" : NULL,
			      });
}

static int
take_away(struct acme *acme, const char *kind, const struct id *id,
	const char *token)
{
	char path[128], text[ID_TEXT_BYTES];

	snprintf(path, sizeof(path), "/v1/%s/%s", kind, id_format(id, text));
	return ask(acme, "DELETE", path, token);
}

/* An id of the answer. */
static struct id
id_of(struct acme *acme, const char *member)
{
	struct id id = {{0}};
	struct err err;

	(void)id_parse(acme_text(acme, member), &id, &err);
	return id;
}

/* Whether it delivers: a delivery of nothing that is well-formed is no
 * concern of this test, 401 is. */
static bool
delivers(struct acme *acme, const char *credential)
{
	return ask(acme, "POST", "/v1/punches", credential) != 401;
}

static bool
reads(struct acme *acme, const char *access)
{
	return ask(acme, "GET", "/v1/me", access) == 200;
}

/* By the old credential: for whoever finds that another one has its numbers.
 * The old one ends once, and delivers on. */
static void
test_one_in_the_place_of_another(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens old;
	struct id first, second;
	char credential[64];

	acme_sign_in(acme, ACME_DANA, 0, &old);
	acme->now_ms += 1000;
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", old.delivery), 201);
	first = id_of(acme, "id");
	str_copy(credential, sizeof(credential), acme_text(acme, "credential"));
	assert_false(id_equal(&first, &old.enrolment));
	assert_int_equal(acme_int(acme, "highest"), 0);
	{
		struct id previous = id_of(acme, "previous");

		assert_true(id_equal(&previous, &old.enrolment));
	}
	assert_int_equal(sql_int(acme->db, "SELECT ended_ms FROM enrolment"
					   " WHERE previous IS NULL"),
		acme->now_ms);
	assert_true(delivers(acme, old.delivery));
	assert_true(delivers(acme, credential));
	/* A clone asks for one of its own, which ends nobody else's. */
	acme->now_ms += 1000;
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", old.delivery), 201);
	second = id_of(acme, "id");
	assert_false(id_equal(&second, &first));
	assert_int_equal(
		sql_int(acme->db,
			"SELECT count(*) FROM enrolment WHERE ended_ms > 0"),
		1);
	assert_int_equal(sql_int(acme->db, "SELECT ended_ms FROM enrolment"
					   " WHERE previous IS NULL"),
		acme->now_ms - 1000);
	/* The session was not asked, and reads on as what it was. */
	assert_true(reads(acme, old.access));
	acme_close(&acme);
}

/* What was heard of it until then bounds what an ended one may deliver. */
static void
test_it_ends_at_the_highest_number(void **state)
{
	static const struct stamp now = {.wall_ms = INT64_C(1795600000000),
		.boottime_ms = 1000,
		.boot = {{0x42}},
		.zone = "America/New_York",
		.offset_s = -18000};
	struct acme *acme = acme_open(*state);
	struct wire_delivery contact = {.now = now, .highest = 5};
	struct acme_tokens dana, again;
	struct str body;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	contact.enrolment = dana.enrolment;
	str_init(&body, 4096);
	wire_delivery_encode(&contact, &body);
	assert_int_equal(acme_ask(acme,
				 &(struct acme_request){
					 .path = "/v1/punches",
					 .token = dana.delivery,
					 .body = body.data,
				 }),
		200);
	str_release(&body);
	acme_sign_in(acme, ACME_DANA, 0, &again);
	assert_true(id_equal(&again.enrolment, &dana.enrolment));
	assert_int_equal(acme_int(acme, "enrolment.highest"), 5);
	acme->now_ms += 1000;
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", dana.delivery), 201);
	assert_int_equal(acme_int(acme, "highest"), 0);
	assert_int_equal(sql_int(acme->db, "SELECT max(ended_at_number)"
					   " FROM enrolment"),
		5);
	assert_int_equal(ask(acme, "GET", "/v1/enrolments", dana.access), 200);
	assert_int_equal(acme_int(acme, "enrolments.1.highest"), 5);
	acme_close(&acme);
}

/* A sign-in with the credential of one that ended begins anew. */
static void
test_an_ended_one_is_not_gone_on_with(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens old, next;

	acme_sign_in(acme, ACME_DANA, 0, &old);
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", old.delivery), 201);
	acme_sign_in(acme, ACME_DANA, 0, &next);
	assert_false(id_equal(&next.enrolment, &old.enrolment));
	acme_close(&acme);
}

static struct id
enrolment_of(struct acme *acme, const char *access)
{
	assert_int_equal(ask(acme, "GET", "/v1/clock", access), 200);
	return id_of(acme, "enrolment");
}

/* By a session: it goes on with the new one. */
static void
test_a_session_moves(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens dana, reader;
	struct id made, now;
	char credential[64], body[256];

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	assert_int_equal(ask(acme, "POST", "/v1/enrolments", dana.access), 201);
	made = id_of(acme, "id");
	now = enrolment_of(acme, dana.access);
	assert_true(id_equal(&now, &made));
	/* Made by the credential, it comes along to the next refresh. */
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", dana.delivery), 201);
	made = id_of(acme, "id");
	str_copy(credential, sizeof(credential), acme_text(acme, "credential"));
	snprintf(body, sizeof(body),
		"{\"grant_type\":\"refresh_token\",\"refresh_token\":\"%s\"}",
		dana.refresh);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			acme_ask(acme,
				&(struct acme_request){.path = "/v1/token",
					.body = body,
					.token = credential}),
			200);
	now = enrolment_of(acme, dana.access);
	assert_true(id_equal(&now, &made));
	/* Not back to one that has ended. */
	acme->now_ms += 60 * 1000;
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/token",
				       .body = body,
				       .token = dana.delivery}),
		200);
	now = enrolment_of(acme, acme_text(acme, "access_token"));
	assert_true(id_equal(&now, &made));
	/* Nobody else's, and nothing without a device. */
	acme_sign_in(acme, ACME_BOSS, -1, &reader);
	snprintf(body, sizeof(body),
		"{\"grant_type\":\"refresh_token\",\"refresh_token\":\"%s\"}",
		reader.refresh);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/token",
				       .body = body,
				       .token = credential}),
		200);
	now = enrolment_of(acme, reader.access);
	assert_true(id_is_nil(&now));
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", reader.access), 403);
	acme_close(&acme);
}

static void
test_a_loop_of_them_is_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens dana;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	for (int i = 1; i < 100; i++)
		assert_int_equal(
			ask(acme, "POST", "/v1/enrolments", dana.delivery),
			201);
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", dana.delivery), 429);
	assert_int_equal(acme->reply.retry_after_s, 3600);
	acme->now_ms += DAY_MS + 1;
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", dana.delivery), 201);
	acme_close(&acme);
}

/* The database itself says so when one is made for somebody who has left. */
static void
watch_for_late_ones(struct acme *acme, bool postgres)
{
#define HAS_LEFT                                                               \
	"(SELECT e.active FROM employee e WHERE e.company = NEW.company"       \
	" AND e.id = NEW.employee) = 0"
	if (!postgres) {
		sql_run(acme->db,
			"CREATE TRIGGER late BEFORE INSERT ON enrolment"
			" WHEN " HAS_LEFT
			" BEGIN SELECT RAISE(ABORT, 'late'); END");
		return;
	}
	sql_run(acme->db,
		"CREATE FUNCTION late() RETURNS trigger AS $$ BEGIN"
		" IF " HAS_LEFT " THEN RAISE EXCEPTION 'late'; END IF;"
		" RETURN NEW; END $$ LANGUAGE plpgsql");
	sql_run(acme->db,
		"CREATE TRIGGER late BEFORE INSERT ON enrolment FOR EACH ROW"
		" EXECUTE FUNCTION late()");
#undef HAS_LEFT
}

/* Somebody takes one after the other, until they may no more. */
struct taker {
	struct acme *acme;
	const char *token;
	sem_t *taken;
	int status; /* the last */
};

static void *
take_again(void *ctx)
{
	struct taker *it = ctx;
	char authorization[128];
	struct request request = {.method = "POST",
		.path = "/v1/enrolments",
		.query = "",
		.authorization = authorization,
		.content_type = "application/json",
		.peer = "192.0.2.1",
		.body = "{}",
		.body_bytes = 2};

	snprintf(authorization, sizeof(authorization), "Bearer %s", it->token);
	while (it->status == 201) {
		struct reply reply;

		reply_init(&reply);
		service_handle(it->acme->service, &request, &reply);
		it->status = reply.status;
		reply_release(&reply);
		sem_post(it->taken);
	}
	return NULL;
}

/* Whatever was on its way: there is none from when they have left. */
static void
test_none_is_made_for_who_has_left(void **state)
{
	const struct test_database *database = *state;
	struct acme *acme = acme_open(database);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct acme_tokens dana;
	struct taker takers[16];
	pthread_t threads[16];
	sem_t taken;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	watch_for_late_ones(acme, database->postgres);
	sem_init(&taken, 0, 0);
	for (int i = 0; i < 16; i++) {
		takers[i] = (struct taker){acme, dana.access, &taken, 201};
		assert_int_equal(pthread_create(&threads[i], NULL, take_again,
					 &takers[i]),
			0);
	}
	for (int i = 0; i < 8; i++)
		sem_wait(&taken);
	assert_int_equal(clerk_patch(&robin, "/v1/employees",
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'active':false}"),
		200);
	for (int i = 0; i < 16; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(takers[i].status, 401);
	}
	sem_destroy(&taken);
	acme_close(&acme);
}

static void
test_lists_tell_what_is_there(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens dana, again;
	struct id id;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	acme->now_ms += 1000;
	acme_sign_in(acme, ACME_DANA, -1, &again);
	acme_sign_in(acme, ACME_BOSS, 1, &again);
	assert_int_equal(ask(acme, "POST", "/v1/enrolments", dana.access), 201);
	assert_int_equal(ask(acme, "GET", "/v1/enrolments", dana.access), 200);
	assert_int_equal(acme_int(acme, "enrolments"), 2);
	assert_int_equal(acme_int(acme, "enrolments.0.current"), 1);
	assert_int_equal(acme_int(acme, "enrolments.1.current"), 0);
	assert_string_equal(acme_text(acme, "enrolments.0.ended"), "");
	assert_string_not_equal(acme_text(acme, "enrolments.1.ended"), "");
	id = id_of(acme, "enrolments.0.previous");
	assert_true(id_equal(&id, &dana.enrolment));
	assert_string_equal(
		acme_text(acme, "enrolments.1.device_name"), "kiosk");
	assert_int_equal(ask(acme, "GET", "/v1/sessions", dana.access), 200);
	assert_int_equal(acme_int(acme, "sessions"), 2);
	assert_int_equal(acme_int(acme, "sessions.0.current"), 0);
	assert_string_equal(acme_text(acme, "sessions.0.enrolment"), "");
	assert_int_equal(acme_int(acme, "sessions.1.current"), 1);
	acme_close(&acme);
}

/* Everything that hangs on it ends, at once; other devices go on. */
static void
test_a_revoked_enrolment(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens mine, other, refreshed;

	acme_sign_in(acme, ACME_DANA, 0, &mine);
	acme_sign_in(acme, ACME_DANA, 1, &other);
	assert_int_equal(
		take_away(acme, "enrolments", &mine.enrolment, other.access),
		200);
	assert_false(reads(acme, mine.access));
	assert_int_equal(acme_refresh(acme, mine.refresh, &refreshed), 401);
	assert_false(delivers(acme, mine.delivery));
	assert_int_equal(
		ask(acme, "POST", "/v1/enrolments", mine.delivery), 401);
	assert_true(reads(acme, other.access));
	assert_true(delivers(acme, other.delivery));
	assert_int_equal(ask(acme, "GET", "/v1/sessions", other.access), 200);
	assert_int_equal(acme_int(acme, "sessions"), 1);
	/* Again is no fault; and a sign-in there begins another one. */
	assert_int_equal(
		take_away(acme, "enrolments", &mine.enrolment, other.access),
		200);
	acme_sign_in(acme, ACME_DANA, 0, &refreshed);
	assert_false(id_equal(&refreshed.enrolment, &mine.enrolment));
	acme_close(&acme);
}

static void
test_an_ended_session(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens mine, other, refreshed;
	struct id session;

	acme_sign_in(acme, ACME_DANA, 0, &mine);
	acme->now_ms += 1000;
	acme_sign_in(acme, ACME_DANA, 1, &other);
	assert_int_equal(ask(acme, "GET", "/v1/sessions", other.access), 200);
	session = id_of(acme, "sessions.1.id");
	assert_int_equal(
		take_away(acme, "sessions", &session, other.access), 200);
	assert_false(reads(acme, mine.access));
	assert_int_equal(acme_refresh(acme, mine.refresh, &refreshed), 401);
	assert_true(delivers(acme, mine.delivery));
	assert_true(reads(acme, other.access));
	acme_close(&acme);
}

/* A used-up refresh token ends the session; what was pressed is delivered. */
static void
test_a_stolen_token_ends_no_enrolment(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens dana, next;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	assert_int_equal(acme_refresh(acme, dana.refresh, &next), 200);
	assert_int_equal(acme_refresh(acme, next.refresh, &next), 200);
	assert_int_equal(acme_refresh(acme, dana.refresh, &next), 401);
	assert_false(reads(acme, dana.access));
	assert_true(delivers(acme, dana.delivery));
	acme_close(&acme);
}

static void
test_a_revoked_device(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens dana, boss, admin, refreshed;

	acme_sign_in(acme, ACME_DANA, 0, &dana);
	acme_sign_in(acme, ACME_BOSS, 0, &boss);
	acme_sign_in(acme, ACME_ADMIN, 1, &admin);
	assert_int_equal(
		take_away(acme, "devices", &acme->devices[0], dana.access),
		403);
	assert_int_equal(
		take_away(acme, "devices", &acme->devices[2], admin.access),
		404);
	assert_int_equal(
		take_away(acme, "devices", &acme->devices[0], admin.access),
		200);
	assert_false(reads(acme, dana.access));
	assert_non_null(
		strstr(acme_text(acme, "detail"), "device was revoked"));
	assert_false(reads(acme, boss.access));
	assert_false(delivers(acme, dana.delivery));
	assert_non_null(
		strstr(acme_text(acme, "detail"), "device was revoked"));
	assert_false(delivers(acme, boss.delivery));
	assert_int_equal(acme_refresh(acme, boss.refresh, &refreshed), 401);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "dana", ACME_PASSWORD, 0), 403);
	assert_true(reads(acme, admin.access));
	acme_close(&acme);
}

/* Others' take the permission and the viewset; strangers' are not there. */
static void
test_whose_they_are(void **state)
{
	static const struct {
		enum acme_person who;
		enum acme_person whose;
		bool may;
	} cases[] = {
		{ACME_ADMIN, ACME_DANA, true},
		{ACME_DANA, ACME_ADMIN, false},
		{ACME_LUKASZ, ACME_DANA, false},
		{ACME_DANA, ACME_DANA, true},
	};
	struct acme *acme = acme_open(*state);
	struct acme_tokens theirs, mine, beta;
	char query[64], text[ID_TEXT_BYTES];

	acme_sign_in(acme, ACME_STRANGER, 2, &beta);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct acme_request request = {.query = query};
		int status = cases[i].may ? 200 : 404;

		acme->keys[0][0] = '\0';
		acme_sign_in(acme, cases[i].whose, 0, &theirs);
		acme_sign_in(acme, cases[i].who, 1, &mine);
		snprintf(query, sizeof(query), "employee=%s",
			id_format(&acme->people[cases[i].whose], text));
		request.token = mine.access;
		request.path = "/v1/enrolments";
		assert_int_equal(acme_ask(acme, &request), status);
		request.path = "/v1/sessions";
		assert_int_equal(acme_ask(acme, &request), status);
		request.token = beta.access;
		assert_int_equal(acme_ask(acme, &request), 404);
		assert_int_equal(take_away(acme, "enrolments",
					 &theirs.enrolment, beta.access),
			404);
		assert_true(delivers(acme, theirs.delivery));
		assert_int_equal(take_away(acme, "enrolments",
					 &theirs.enrolment, mine.access),
			status);
		assert_int_equal(
			delivers(acme, theirs.delivery), status == 404);
	}
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_one_in_the_place_of_another),
		ON_BOTH(test_it_ends_at_the_highest_number),
		ON_BOTH(test_an_ended_one_is_not_gone_on_with),
		ON_BOTH(test_a_session_moves),
		ON_BOTH(test_a_loop_of_them_is_bounded),
		ON_BOTH(test_none_is_made_for_who_has_left),
		ON_BOTH(test_lists_tell_what_is_there),
		ON_BOTH(test_a_revoked_enrolment),
		ON_BOTH(test_an_ended_session),
		ON_BOTH(test_a_stolen_token_ends_no_enrolment),
		ON_BOTH(test_a_revoked_device),
		ON_BOTH(test_whose_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
