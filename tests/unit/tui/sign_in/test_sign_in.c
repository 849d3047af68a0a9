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
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
fill_in(void)
{
	stage_type(&s, "https://time.example.com");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "acme");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Hunter22");
	stage_key(&s, KEY_IS_ENTER);
}

/* The request of the form, which must have been sent. */
static struct fake_request *
sent(void)
{
	struct fake_request *request;

	world_settle(&s.world);
	request = fake_transport_next(&s.world.transport);
	assert_non_null(request);
	return request;
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
	fake_transport_answer(&s.world.transport, sent(), 401, body.data);
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
	fake_transport_answer(&s.world.transport, sent(), 200, body.data);
	str_release(&body);
	wire_session_release(&session);
	world_settle(&s.world);
}

static void
the_first_screen_of_a_new_machine(void **state)
{
	/* clang-format off */
	stage_shows(&s,
" Connect Clock · Sign in                             Sat 21 Nov 2026  13:00 UTC\n"
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
"        https://time.example.com\n"
"\n\n\n\n"
" Enter Next  Tab Next  F1 Help  Esc Quit\n");
	/* clang-format on */
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Sign in          Sat 21 Nov  13:00 UTC\n"
"   Sign in\n"
"   Once on this machine. After that a\n"
"   press needs no network.\n"
" > Server\n"
"   Company ID\n"
"   Username\n"
"   Password\n"
"   The address of your company's time\n"
"   service, such as\n"
"   https://time.example.com\n"
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
	assert_int_equal(s.world.transport.started, 1);
	assert_non_null(strstr(sent()->body.data, "\"Hunter22\""));
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
" Connect Clock · Sign in                             Sat 21 Nov 2026  13:00 UTC\n"
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
"      > Password     ••••••••\n"
"\n\n"
"        It was refused: Check \\x1b[1mCompany ID, username and password.\n"
"\n\n\n\n\n"
" Enter Sign in  Tab Next  F1 Help  Esc Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "refused"), ROLE_ERROR);
	stage_type(&s, "!");
	stage_key(&s, KEY_IS_ENTER);
	assert_non_null(strstr(sent()->body.data, "\"Hunter22!\""));
}

static void
no_answer_is_told_apart(void **state)
{
	fill_in();
	fake_transport_fail(&s.world.transport, sent(), TRANSPORT_UNREACHABLE,
		"the server cannot be reached");
	world_settle(&s.world);
	stage_wants(&s, "cannot be reached");
	stage_wants(&s, "Company ID   acme");
}

static void
a_company_id_with_a_space_is_explained(void **state)
{
	stage_type(&s, "https://time.example.com");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "acme roofing");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "space");
	stage_wants(&s, "> Company ID   acme roofing");
	assert_int_equal(s.world.transport.started, 0);
}

static void
a_server_without_encryption_is_refused(void **state)
{
	stage_type(&s, "http://time.example.com");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "https");
	stage_wants(&s, "> Server");
}

static void
what_is_missing_gets_the_cursor(void **state)
{
	for (int i = 0; i < 3; i++)
		stage_key(&s, KEY_IS_DOWN);
	stage_type(&s, "secret");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "> Server");
	assert_int_equal(s.world.transport.started, 0);
}

static void
a_keyring_that_fails_is_a_warning(void **state)
{
	s.world.keyring.fail = ERR_LOCKED;
	fill_in();
	accept();
	stage_wants(&s, "(panel)");
	stage_wants(&s, "signed in until this program ends only");
}

/* The session ended at the service, or the person asked for it. */
static void
signing_in_again_over_the_panel(void **state)
{
	stage_close(&s);
	stage_open(&s, TUI_SIGN_IN, &sign_in_screen, STAGE_OPERATOR);
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
		T(no_answer_is_told_apart),
		T(a_company_id_with_a_space_is_explained),
		T(a_server_without_encryption_is_refused),
		T(what_is_missing_gets_the_cursor),
		T(a_keyring_that_fails_is_a_warning),
		T(signing_in_again_over_the_panel),
		T(esc_leads_back_to_the_panel),
		T(esc_leaves),
	};

	return cmocka_run_group_tests_name("sign_in", tests, NULL, NULL);
}
