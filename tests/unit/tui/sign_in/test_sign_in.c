/* The sign-in form, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/stage.h"
#include "tui/sign_in/sign_in.h"
#include "wire/wire.h"

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, 0);
	world_settle(&s.world);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

/* The request that comes next, which must be this one. */
static struct fake_request *
sent(const char *path)
{
	struct fake_request *request;

	world_settle(&s.world);
	request = fake_transport_next(&s.world.transport);
	assert_non_null(request);
	if (strstr(request->url, path) == NULL)
		fail_msg("%s was sent, %s was expected", request->url, path);
	return request;
}

/* The server is asked whether it is one as soon as its address is there. */
static void
type_server(const char *server)
{
	stage_type(&s, server);
	stage_key(&s, KEY_IS_ENTER);
	fake_transport_answer(&s.world.transport, sent("/healthz"), 200,
		"{\"status\":\"ok\"}");
}

static void
fill_in(void)
{
	type_server("https://time.example.com");
	stage_type(&s, "acme");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
}

static void
refuse(const char *type, const char *detail)
{
	struct wire_problem problem = {
		.title = "It was refused", .status = 401};
	struct str body;

	assert_true(str_copy(problem.type, sizeof(problem.type), type));
	assert_true(str_copy(problem.detail, sizeof(problem.detail), detail));
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(
		&s.world.transport, sent("/v1/token"), 401, body.data);
	str_release(&body);
	world_settle(&s.world);
}

static void
accept(void)
{
	struct wire_session session = {.expires_in_s = 900,
		.person = {.id = s.world.dana,
			.name = "Dana Whitfield",
			.permissions = STAGE_OPERATOR,
			.viewset = VIEWSET_ALL,
			.company_id = "acme",
			.company_name = "Acme Roofing",
			.company_zone = "America/New_York",
			.clock_enabled = true}};
	struct str body;

	(void)secret_set(&session.access, "cca_1", 5);
	(void)secret_set(&session.refresh, "ccr_1", 5);
	(void)secret_set(&session.enrolment.credential, "cce_1", 5);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_session_encode(&session, &body);
	fake_transport_answer(
		&s.world.transport, sent("/v1/token"), 200, body.data);
	str_release(&body);
	wire_session_release(&session);
	world_settle(&s.world);
}

static void
the_first_screen_of_a_new_machine(void **state)
{
	/* clang-format off */
	stage_shows(&s,
" Connect Clock · Sign in                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n\n\n"
"        Sign in\n"
"        Once on this machine. After that a press needs no network.\n"
"\n"
"      > Server\n"
"\n"
"        Company ID\n"
"\n"
"        Username\n"
"\n"
"        Password\n"
"\n\n"
"        The address of your company's time service, such as\n"
"        time.example.com\n"
"\n\n\n\n"
" Enter Next  Tab Next  F1 Help  Esc Quit\n");
	/* clang-format on */
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Sign in              Sat 21 Nov  08:00\n"
"   Sign in\n"
"   Once on this machine. After that a\n"
"   press needs no network.\n"
" > Server\n"
"   Company ID\n"
"   Username\n"
"   Password\n"
"   The address of your company's time\n"
"   service, such as time.example.com\n"
"\n"
" Enter Next  Tab Next  F1 Help  Esc Quit\n");
	/* clang-format on */
}

/* Forty cells are few for an address: it is read below while it is typed. */
static void
a_long_address_can_be_read_in_a_small_window(void **state)
{
	stage_resize(&s, 12, 40);
	stage_type(&s, "https://time.acme-roofing.example.com:8443");
	/* clang-format off */
	stage_wants(&s,
" > Server       fing.example.com:8443\n");
	stage_wants(&s,
"   https://time.acme-roofing.example.c\n"
"   om:8443\n");
	stage_key(&s, KEY_IS_TAB);
	stage_wants(&s,
"   Server       https://time.acme-roo…\n"
" > Company ID\n");
	/* clang-format on */
	stage_resize(&s, 24, 80);
	stage_key(&s, KEY_IS_BACKTAB);
	stage_wants(&s, "https://time.acme-roofing.example.com:8443\n");
	stage_wants(&s, "The address of your company's time service");
}

static void
signing_in_leads_to_the_panel(void **state)
{
	fill_in();
	stage_wants(&s, "Password     ••••••••\n");
	stage_wants(&s, "Signing in at https://time.example.com ...");
	stage_type(&s, "x");
	stage_key(&s, KEY_IS_ENTER); /* once is enough */
	assert_non_null(strstr(sent("/v1/token")->body.data, "\"Hunter22\""));
	assert_int_equal(s.world.transport.started, 2);
	accept();
	stage_wants(&s, " Acme Roofing · (panel)");
	stage_misses(&s, "Hunter22");
}

static void
a_refused_sign_in_says_why_and_keeps_what_was_typed(void **state)
{
	fill_in();
	refuse("sign-in-failed",
		"Check \033[1mCompany ID, username and password.");
	/* clang-format off */
	stage_shows(&s,
" Connect Clock · Sign in                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n\n\n"
"        Sign in\n"
"        Once on this machine. After that a press needs no network.\n"
"\n"
"        Server       https://time.example.com\n"
"\n"
"        Company ID   acme\n"
"\n"
"        Username     dana\n"
"\n"
"      > Password\n"
"\n\n"
"        It was refused: Check \\x1b[1mCompany ID, username and password.\n"
"\n\n\n\n\n"
" Enter Sign in  Tab Next  F1 Help  Esc Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "refused"), ROLE_ERROR);
	/* The refused one is gone: the next is not appended to it. */
	stage_type(&s, "Hunter23");
	stage_key(&s, KEY_IS_ENTER);
	assert_non_null(strstr(sent("/v1/token")->body.data, "\"Hunter23\""));
}

/* The cursor is where it has to be mended; the password is typed anew. */
static void
a_server_that_does_not_answer_takes_the_cursor(void **state)
{
	stage_type(&s, "time.example.com");
	stage_key(&s, KEY_IS_ENTER);
	fake_transport_fail(&s.world.transport, sent("/healthz"),
		TRANSPORT_UNREACHABLE, "nobody answers there");
	stage_wants(&s, "nobody answers there");
	stage_wants(&s, "> Company ID"); /* who types on is not held up */
	stage_type(&s, "acme");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	fake_transport_fail(&s.world.transport, sent("/v1/token"),
		TRANSPORT_UNREACHABLE, "the server cannot be reached");
	world_settle(&s.world);
	stage_wants(&s, "cannot be reached");
	stage_wants(&s, "> Server       time.example.com\n");
	stage_wants(&s, "Company ID   acme\n");
	stage_wants(&s, "Username     dana\n");
	stage_wants(&s, "  Password\n");
}

/* Whoever left the form hears no more of what was asked for it. */
static void
a_form_that_was_left_says_nothing(void **state)
{
	struct fake_request *request;

	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, STAGE_SELF);
	world_settle(&s.world);
	for (int i = 0; i < 3; i++)
		stage_key(&s, KEY_IS_UP);
	stage_wants(&s, "> Server");
	stage_key(&s, KEY_IS_ENTER);
	(void)sent("/healthz");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "(panel)");
	request = fake_transport_next(&s.world.transport);
	if (request != NULL)
		fake_transport_fail(&s.world.transport, request,
			TRANSPORT_UNREACHABLE, "nobody answers there");
	world_settle(&s.world);
	stage_misses(&s, "nobody answers there");
}

/* Somebody types on, and reads what was said only at the end. */
static void
no_password_is_ever_shown(void **state)
{
	stage_type(&s, "http://time.example.com");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "https");
	stage_type(&s, "acme roofing");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "space");
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Hunter22");
	stage_misses(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	stage_misses(&s, "Hunter22");
	/* One after the other is mended. */
	stage_wants(&s, "> Server       http://time.example.com");
	stage_wants(&s, "must be https://");
	stage_ctrl(&s, 'u');
	type_server("time.example.com");
	stage_wants(&s, "> Company ID   acme roofing");
	for (int i = 0; i < 2; i++)
		stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "> Company ID   acme roofing");
	stage_wants(&s, "space");
	assert_int_equal(s.world.transport.started, 1);
}

static void
what_is_missing_gets_the_cursor(void **state)
{
	for (int i = 0; i < 3; i++)
		stage_key(&s, KEY_IS_DOWN);
	stage_type(&s, "secret");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "> Server");
	stage_wants(&s, "This is needed, too.");
	assert_int_equal(s.world.transport.started, 0);
}

static void
open_without_keyring(void)
{
	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, 0);
	world_settle(&s.world); /* the keyring is looked into on a thread */
	s.world.keyring.missing = true;
	stage_reopen(&s);
	world_settle(&s.world);
}

/* Before the password: one key is enough. */
static void
without_a_keyring_one_key_chooses_a_file(void **state)
{
	open_without_keyring();
	stage_wants(&s, "^F Private file");
	type_server("time.example.com");
	stage_type(&s, "acme");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	/* No password is taken, and none is shown. */
	stage_type(&s, "Hunter22");
	stage_wants(&s, "> Password\n");
	/* clang-format off */
	stage_wants(&s,
"        There is no place for the sign-in: Ctrl-F keeps it in a private\n"
"        file (/srv/dana/sign-in). Enter looks again: there is no keyring\n"
"        here, because nobody made one.\n");
	/* In a small window what is wrong comes first, and each key is there. */
	stage_resize(&s, 12, 40);
	stage_wants(&s,
"   There is no place for the sign-in:\n"
"   Ctrl-F keeps it in a private file\n");
	stage_wants(&s,
" Enter Retry  ^F Private file  Esc Quit\n");
	stage_resize(&s, 24, 80);
	/* clang-format on */
	stage_wants(&s, "Enter Retry");
	stage_ctrl(&s, 'f');
	world_settle(&s.world);
	assert_int_equal(s.world.keyring.chosen[KEYRING_CHOICE_FILE], 1);
	stage_misses(&s, "^F");
	stage_type(&s, "Hunter22");
	stage_wants(&s, "> Password     ••••••••\n");
	stage_key(&s, KEY_IS_ENTER);
	accept();
	stage_wants(&s, "(panel)");
}

static void
a_keyring_that_comes_is_found(void **state)
{
	open_without_keyring();
	for (int i = 0; i < 3; i++)
		stage_key(&s, KEY_IS_DOWN);
	stage_wants(&s, "there is no keyring");
	s.world.keyring.missing = false;
	stage_key(&s, KEY_IS_ENTER);
	world_settle(&s.world);
	stage_misses(&s, "there is no keyring");
	stage_wants(&s, "Enter Sign in");
}

static void
a_configuration_that_cannot_be_written_is_said(void **state)
{
	open_without_keyring();
	s.world.keyring.stuck = true;
	stage_ctrl(&s, 'f');
	world_settle(&s.world);
	fill_in();
	accept();
	fake_transport_answer(
		&s.world.transport, sent("/v1/token/revoke"), 200, "{}");
	world_settle(&s.world);
	stage_wants(&s, "not signed in: the configuration is stuck");
}

/* What failed leaves the configuration as it was. */
static void
a_place_that_was_chosen_is_kept_by_who_signs_in(void **state)
{
	open_without_keyring();
	stage_ctrl(&s, 'f');
	world_settle(&s.world);
	fill_in();
	refuse("unauthorized", "Check the password.");
	assert_int_equal(s.world.keyring.kept, 0);
	stage_ctrl(&s, 'u');
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	accept();
	assert_int_equal(s.world.keyring.kept, 1);
	stage_wants(&s, "(panel)");
}

/* It was there when the form was opened. */
static void
a_keyring_that_fails_signs_nobody_in(void **state)
{
	fill_in();
	(void)sent("/v1/token");
	s.world.keyring.fail = ERR_LOCKED;
	accept();
	fake_transport_answer(
		&s.world.transport, sent("/v1/token/revoke"), 200, "{}");
	world_settle(&s.world);
	stage_wants(&s, "not signed in: the keyring is locked; unlock it");
	stage_wants(&s, "> Password\n");
	assert_null(app_account(s.world.app));
}

/* What was refused is of the form, not of the panel below it. */
static void
a_refusal_does_not_outlive_the_form(void **state)
{
	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, STAGE_OPERATOR);
	world_settle(&s.world);
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	refuse("sign-in-failed", "Check the password.");
	stage_wants(&s, "It was refused");
	stage_key(&s, KEY_IS_ESC);
	stage_misses(&s, "It was refused");
	assert_string_equal(s.tui->note.text, "");
}

/* The session ended at the service, or the person asked for it. */
static void
signing_in_again_over_the_panel(void **state)
{
	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, STAGE_OPERATOR);
	world_settle(&s.world);
	stage_wants(&s, "> Password");
	stage_wants(&s, "Username     dana");
	stage_wants(&s, "Esc Back");
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
	accept();
	stage_wants(&s, "(panel)");
}

/* What was typed at the panel by mistake is in the field. */
static void
esc_leads_back_to_the_panel(void **state)
{
	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, STAGE_OPERATOR);
	stage_type(&s, "gsmq");
	assert_int_equal(s.world.store.records, 0);
	assert_false(tui_wants_quit(s.tui));
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "(panel)");
}

static void
esc_leaves(void **state)
{
	stage_key(&s, KEY_IS_ESC);
	assert_true(tui_wants_quit(s.tui));
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_screen_of_a_new_machine),
		T(a_long_address_can_be_read_in_a_small_window),
		T(signing_in_leads_to_the_panel),
		T(a_refused_sign_in_says_why_and_keeps_what_was_typed),
		T(a_server_that_does_not_answer_takes_the_cursor),
		T(a_form_that_was_left_says_nothing),
		T(no_password_is_ever_shown),
		T(what_is_missing_gets_the_cursor),
		T(without_a_keyring_one_key_chooses_a_file),
		T(a_keyring_that_comes_is_found),
		T(a_configuration_that_cannot_be_written_is_said),
		T(a_place_that_was_chosen_is_kept_by_who_signs_in),
		T(a_keyring_that_fails_signs_nobody_in),
		T(a_refusal_does_not_outlive_the_form),
		T(signing_in_again_over_the_panel),
		T(esc_leads_back_to_the_panel),
		T(esc_leaves),
	};

	return cmocka_run_group_tests_name("sign_in", tests, NULL, NULL);
}
