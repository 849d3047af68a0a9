/* Signing in and out over fake ports. */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "app/deliver.h"
#include "app/press.h"
#include "fake/world.h"
#include "wire/wire.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)

static struct world world;

struct told {
	int times;
	struct err err;
};

static int
setup(void **state)
{
	(void)state;
	world_open(&world);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

static void
on_done(void *ctx, const struct err *err)
{
	struct told *told = ctx;

	told->times++;
	told->err = *err;
}

static int
begin(const char *server, const char *company, struct told *told,
	struct err *err)
{
	struct secret password = {0};
	struct sign_in in = {
		.server = server,
		.company_id = company,
		.username = "dana",
		.password = &password,
	};
	int rc;

	(void)secret_set(&password, "a good password", 15);
	rc = account_sign_in(world.app, &in, on_done, told, err);
	secret_release(&password);
	return rc;
}

static void
answer_session(struct fake_request *request)
{
	struct wire_session session = {
		.expires_in_s = 900,
		.person = {.id = world.dana,
			.name = "Dana Whitfield",
			.permissions = OWN,
			.viewset = VIEWSET_SELF,
			.company_id = "acme",
			.company_name = "Acme Roofing",
			.company_zone = "America/New_York",
			.clock_enabled = true},
	};
	struct str body;

	(void)secret_set(&session.access, "cca_1", 5);
	(void)secret_set(&session.refresh, "ccr_1", 5);
	session.enrolment.id = (struct id){{0xee, 1}};
	(void)secret_set(&session.enrolment.credential, "cce_1", 5);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
	wire_session_release(&session);
}

static void
a_sign_in_is_saved_and_its_secrets_are_in_the_keyring_only(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;
	const struct account *account;
	int secrets = 0;

	(void)state;
	assert_int_equal(
		begin("https://time.example.com/", "acme", &told, &err), 0);
	request = world_request(&world, "https://time.example.com/v1/token");
	assert_non_null(strstr(request->body.data, "a good password"));
	answer_session(request);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_string_equal(told.err.text, "");
	account = app_account(world.app);
	assert_non_null(account);
	assert_true(account->signed_in);
	assert_string_equal(account->person.name, "Dana Whitfield");
	assert_false(id_is_nil(&account->device));
	for (size_t i = 0; i < 8; i++)
		secrets += world.keyring.items[i].secret.len > 0;
	assert_int_equal(secrets, 2);
	/* Contact and news follow, by the new key and access token. */
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_1");
	world_answer_contact(&world);
	request = world_request(&world, "/v1/me");
	assert_string_equal(request->bearer, "cca_1");
}

static void
a_refused_sign_in_changes_nothing(void **state)
{
	struct wire_problem problem = {
		.type = "sign-in-failed",
		.title = "The sign-in was refused",
		.status = 401,
		.detail = "Check Company ID, username and password.",
	};
	struct told told = {0};
	struct err err = {0};
	struct str body;

	(void)state;
	assert_int_equal(
		begin("https://time.example.com", "acme", &told, &err), 0);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/token"), 401, body.data);
	str_release(&body);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_AUTH);
	assert_non_null(strstr(told.err.text, "refused"));
	assert_null(app_account(world.app));
}

static void
bad_words_are_told_before_anything_is_sent(void **state)
{
	static const struct {
		const char *server;
		const char *company;
		const char *says;
	} cases[] = {
		{"https://time.example.com", "ac me", "space"},
		{"https://time.example.com", "", ""},
		{"http://time.example.com", "acme", "https"},
		{"ftp://time.example.com", "acme", "https"},
		{"time.example.com/clock", "acme", "https"},
		{"https://user@time.example.com", "acme", "https"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told told = {0};
		struct err err = {0};

		assert_int_equal(
			begin(cases[i].server, cases[i].company, &told, &err),
			-1);
		if (strstr(err.text, cases[i].says) == NULL)
			fail_msg("\"%s\" does not say \"%s\"", err.text,
				cases[i].says);
	}
	assert_int_equal(world.transport.started, 0);
}

/* What the service was told is taken back, and nobody is signed in. */
static void
nobody_is_signed_in(const char *says, const struct told *told)
{
	const struct account *account = app_account(world.app);

	assert_int_equal(told->times, 1);
	assert_int_not_equal(told->err.kind, ERR_NONE);
	if (strstr(told->err.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", told->err.text, says);
	if (account != NULL)
		assert_false(account->signed_in);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(world.keyring.items[i].secret.len, 0);
}

static void
without_a_place_for_secrets_no_password_is_used(void **state)
{
	struct told told = {0};
	struct err err = {0};

	(void)state;
	world.keyring.missing = true;
	assert_int_equal(begin("time.example.com", "Acme ", &told, &err), 0);
	world_settle(&world);
	assert_int_equal(world.transport.started, 0);
	nobody_is_signed_in("no keyring here", &told);
	assert_null(app_account(world.app));
}

/* It was there a moment ago. */
static void
a_keyring_that_goes_leaves_nothing_half_done(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;

	(void)state;
	assert_int_equal(begin("time.example.com", "acme", &told, &err), 0);
	request = world_request(&world, "https://time.example.com/v1/token");
	world.keyring.fail = ERR_LOCKED;
	answer_session(request);
	request = world_request(&world, "/v1/token/revoke");
	assert_non_null(strstr(request->body.data, "ccr_1"));
	fake_transport_answer(&world.transport, request, 200, "{}");
	world_settle(&world);
	nobody_is_signed_in("not signed in: the keyring is locked", &told);
	assert_int_equal(told.err.kind, ERR_LOCKED);
	assert_null(app_account(world.app));
}

/* All secrets were kept, and then the journal was full. */
static void
a_journal_that_is_full_leaves_nothing_half_done(void **state)
{
	for (int i = 0; i < 2; i++) {
		struct told told = {0};
		struct err err = {0};

		world.store.no_account = i == 0;
		world.store.no_enrolment = i == 1;
		assert_int_equal(
			begin("time.example.com", "acme", &told, &err), 0);
		answer_session(world_request(&world, "/v1/token"));
		fake_transport_answer(&world.transport,
			world_request(&world, "/v1/token/revoke"), 200, "{}");
		world_settle(&world);
		nobody_is_signed_in("not signed in: the disk is full", &told);
	}
}

/* Whoever was signed in still is, and what delivers for them is there. */
static void
a_failed_sign_in_leaves_who_was_there(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;
	int secrets = 0;

	(void)state;
	world_sign_in(&world, OWN);
	assert_int_equal(
		begin("https://time.example.com", "acme", &told, &err), 0);
	request = world_request(&world, "/v1/token");
	assert_string_equal(request->bearer, "cce_delivery");
	world.keyring.fail = ERR_UNAVAILABLE;
	answer_session(request);
	fake_transport_fail(&world.transport,
		world_request(&world, "/v1/token/revoke"),
		TRANSPORT_UNREACHABLE, "gone");
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
	assert_true(app_account(world.app)->signed_in);
	for (size_t i = 0; i < 8; i++)
		secrets += world.keyring.items[i].secret.len > 0;
	assert_int_equal(secrets, 2);
}

/* What only hands out secrets was set up so: that is a warning, no more. */
static void
a_place_that_only_hands_out_is_a_warning(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;

	(void)state;
	world.keyring.provided = true;
	assert_int_equal(
		begin("https://time.example.com", "acme", &told, &err), 0);
	request = world_request(&world, "/v1/token");
	world.keyring.fail = ERR_CONFIG;
	answer_session(request);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_non_null(strstr(told.err.text, "until this program ends"));
	assert_true(app_account(world.app)->signed_in);
}

static void
blanks_and_capitals_are_slips_of_the_hand(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct secret password = {0};
	struct sign_in in = {.server = " Time.Example.com/ ",
		.company_id = " ACME ",
		.username = " dana\t",
		.password = &password};
	struct fake_request *request;

	(void)state;
	(void)secret_set(&password, " a good password ", 17);
	assert_int_equal(
		account_sign_in(world.app, &in, on_done, &told, &err), 0);
	secret_release(&password);
	request = world_request(&world, "https://time.example.com/v1/token");
	assert_non_null(strstr(request->body.data, "\"acme\""));
	assert_non_null(strstr(request->body.data, "\"dana\""));
	/* Those of a password are its own. */
	assert_non_null(strstr(request->body.data, "\" a good password \""));
}

static void
keep_one_punch(void)
{
	struct press press = {
		.kind = PUNCH_GO,
		.faces = world_look(&world, &world.dana),
		.count = 1,
		.location = world.elm,
		.cost_code = world.concrete,
	};
	struct receipt receipt;
	struct err err = {0};

	world.transport.unreachable = "no network";
	assert_int_equal(press_record(world.app, &press, &receipt, &err), 0);
}

static size_t
secrets_of(const char *purpose)
{
	size_t n = 0;

	for (size_t i = 0; i < 8; i++)
		n += strstr(world.keyring.items[i].label, purpose) != NULL &&
		     world.keyring.items[i].secret.len > 0;
	return n;
}

static void
signing_out_keeps_punches_and_what_delivers_them(void **state)
{
	struct told told = {0};
	struct err err = {0};

	(void)state;
	world_sign_in(&world, OWN);
	keep_one_punch();
	assert_int_equal(account_sign_out(world.app, on_done, &told, &err), 0);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_false(app_account(world.app)->signed_in);
	assert_int_equal(world.store.count, 1);
	assert_int_equal(secrets_of("session"), 0);
	assert_int_equal(secrets_of("delivery"), 1);
}

/* Another window signed out before this one listened to it. */
static void
who_listens_knows_what_was_written_before(void **state)
{
	(void)state;
	world_sign_in(&world, OWN);
	assert_true(app_account(world.app)->signed_in);
	world.store.accounts[0].signed_in = false;
	deliver_keep(world.app);
	assert_false(app_account(world.app)->signed_in);
}

/* Nobody signs for anybody who left nothing behind. */
static void
signing_out_with_nothing_kept_leaves_no_key(void **state)
{
	struct told told = {0};
	struct err err = {0};

	(void)state;
	world_sign_in(&world, OWN);
	keep_one_punch();
	world.store.punches[0].state = KEPT_ANSWERED;
	assert_int_equal(account_sign_out(world.app, on_done, &told, &err), 0);
	world_settle(&world);
	assert_int_equal(secrets_of("delivery"), 0);
	/* The next sign-in shows nothing. */
	world.transport.unreachable = NULL;
	assert_int_equal(
		begin("https://time.example.com", "acme", &told, &err), 0);
	assert_string_equal(world_request(&world, "/v1/token")->bearer, "");
}

static void
signing_out_leaves_no_session(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;

	(void)state;
	world_sign_in(&world, OWN);
	assert_int_equal(account_sign_out(world.app, on_done, &told, &err), 0);
	request = world_request(&world, "/v1/token/revoke");
	assert_non_null(strstr(request->body.data, "ccr_refresh"));
	fake_transport_answer(&world.transport, request, 200, "{}");
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(secrets_of("session"), 0);
}

/* With what was enrolled, as long as something is kept under it. */
static void
the_device_outlives_a_sign_out(void **state)
{
	struct told told = {0};
	struct err err = {0};
	struct fake_request *request;
	struct id device;
	char text[ID_TEXT_BYTES];

	(void)state;
	world_sign_in(&world, OWN);
	device = app_account(world.app)->device;
	keep_one_punch();
	assert_int_equal(account_sign_out(world.app, on_done, &told, &err), 0);
	world_settle(&world);
	world.transport.unreachable = NULL;
	assert_int_equal(
		begin("https://time.example.com", "acme", &told, &err), 0);
	request = world_request(&world, "/v1/token");
	assert_non_null(strstr(request->body.data, id_format(&device, text)));
	assert_non_null(strstr(request->body.data, "a good password"));
	assert_string_equal(request->bearer, "cce_delivery");
}

static int
begin_as(const char *username, struct told *told)
{
	struct secret password = {0};
	struct sign_in in = {
		.server = "https://time.example.com",
		.company_id = "acme",
		.username = username,
		.password = &password,
	};
	struct err err = {0};
	int rc;

	(void)secret_set(&password, "a good password", 15);
	rc = account_sign_in(world.app, &in, on_done, told, &err);
	secret_release(&password);
	return rc;
}

/* Its key was revoked. What the service lost of it a twin may have filled in
 * since, so that it is missing nowhere: all of it is sent once more. */
static void
the_one_before_is_sent_once_more(void **state)
{
	struct told told = {0};
	struct fake_request *request;

	(void)state;
	world_sign_in(&world, OWN);
	(void)world_enrol(&world, 2, "cce_second");
	keep_one_punch();
	world.store.punches[0].state = KEPT_ANSWERED;
	world.transport.unreachable = NULL;
	assert_int_equal(begin_as("dana", &told), 0);
	answer_session(world_request(&world, "/v1/token"));
	request = world_request(&world, "/v1/punches");
	assert_int_equal(told.times, 1);
	assert_non_null(strstr(request->body.data, "\"number\":1"));
	assert_int_equal(world.store.punches[0].state, KEPT_WAITING);
	assert_int_equal(world.store.punches[0].punch.enrolment.bytes[1], 2);
}

/* On a shared machine each person's own key is shown, and goes on. */
static void
people_take_turns_at_one_machine(void **state)
{
	struct told told = {0};
	struct fake_request *request;
	struct wire_session session = {
		.expires_in_s = 900, .enrolment = {.id = {{0xee, 2}}}};
	struct str body;

	(void)state;
	world_sign_in(&world, OWN);
	session.person = app_account(world.app)->person;
	session.person.id = world.colleague;
	(void)secret_set(&session.access, "cca_2", 5);
	(void)secret_set(&session.refresh, "ccr_2", 5);
	(void)secret_set(&session.enrolment.credential, "cce_2", 5);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	assert_int_equal(begin_as("luis", &told), 0);
	request = world_request(&world, "/v1/token");
	assert_string_equal(request->bearer, "");
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
	world_answer_contact(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(begin_as("D\xc3\xa1na", &told), 0);
	request = world_request(&world, "/v1/token");
	assert_string_equal(request->bearer, "cce_delivery");
	answer_session(request);
	world_settle(&world);
	assert_int_equal(told.times, 2);
	assert_int_equal(begin_as("luis", &told), 0);
	assert_string_equal(
		world_request(&world, "/v1/token")->bearer, "cce_2");
}

/* The service has heard more than the journal holds: it is a copy's. */
static void
a_copy_is_found_at_the_sign_in(void **state)
{
	struct told told = {0};
	struct fake_request *request;
	struct wire_session session = {.expires_in_s = 900,
		.enrolment = {.id = {{0xee, 1}}, .highest = 3}};
	struct str body;

	(void)state;
	world_sign_in(&world, OWN);
	session.person = app_account(world.app)->person;
	(void)secret_set(&session.access, "cca_2", 5);
	(void)secret_set(&session.refresh, "ccr_2", 5);
	(void)secret_set(&session.enrolment.credential, "cce_2", 5);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	assert_int_equal(begin_as("dana", &told), 0);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/token"), 200, body.data);
	request = world_request(&world, "/v1/enrolments");
	assert_string_equal(request->bearer, "cce_2");
	assert_int_equal(told.times, 0);
	fake_transport_answer(&world.transport, request, 201,
		"{\"id\":\"019b0000-0000-7000-8000-000000000007\","
		"\"credential\":\"cce_3\",\"highest\":0}");
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_3");
	assert_int_equal(world.store.tells, 1);
	str_release(&body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_sign_in_is_saved_and_its_secrets_are_in_the_keyring_only),
		T(a_refused_sign_in_changes_nothing),
		T(bad_words_are_told_before_anything_is_sent),
		T(without_a_place_for_secrets_no_password_is_used),
		T(a_keyring_that_goes_leaves_nothing_half_done),
		T(a_journal_that_is_full_leaves_nothing_half_done),
		T(a_failed_sign_in_leaves_who_was_there),
		T(a_place_that_only_hands_out_is_a_warning),
		T(blanks_and_capitals_are_slips_of_the_hand),
		T(signing_out_keeps_punches_and_what_delivers_them),
		T(signing_out_leaves_no_session),
		T(the_device_outlives_a_sign_out),
		T(who_listens_knows_what_was_written_before),
		T(signing_out_with_nothing_kept_leaves_no_key),
		T(the_one_before_is_sent_once_more),
		T(people_take_turns_at_one_machine),
		T(a_copy_is_found_at_the_sign_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
