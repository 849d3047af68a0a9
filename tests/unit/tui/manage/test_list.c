/* What the office manages: kinds and lists, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/clerk_stage.h"

static struct stage s;

static int
setup(void **state)
{
	clerk_stage_open(&s, PERMISSION_ALL);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
kinds_are_listed_and_opened_by_their_letter(void **state)
{
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Manage                                   Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
" > E  Employees           who works here, what they may do, whom they see\n"
"   L  Locations           where work is done, and which cost codes it takes\n"
"   C  Cost codes          what is done\n"
"   G  Groups              people who belong together\n"
"   R  Roles               what their bearers may do\n"
"   P  Policy groups       rules of people's time: breaks, overtime, rounding\n"
"   S  Settings            of the company: Clock In/Out, time zone, work week\n"
"   H  Held for review     punches that wait for a decision\n"
"   M  Missed punches      what people ask to be added\n"
"   D  Devices             what delivers people's punches\n"
"\n\n\n\n\n\n\n\n\n\n"
" Letters Open  Enter Open  Up/Down Move  Esc Back  ? Help  Q Quit\n");
	/* clang-format on */
	stage_type(&s, "c");
	stage_wants(&s, "· Cost codes");
	stage_wants(&s, "Loading ...");
	clerk_answer(&s, "/v1/cost-codes?limit=1000", CLERK_CODES);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Cost codes                               Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                           4\n"
"\n"
" > 01-100 Supervision\n"
"   01-740 Clean-up\n"
"   03-100 Concrete\n"
"   02-000 Asbestos                                                    inactive\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
" Letters Find  Enter Open  ^N New  ^R Reload  Up/Down Move  Esc Back  F1 Help\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, " > C  Cost codes");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "(panel)");
}

static void
open_codes(void)
{
	stage_type(&s, "c");
	clerk_answer(&s, "/v1/cost-codes?limit=1000", CLERK_CODES);
}

static void
typing_finds(void **state)
{
	open_codes();
	stage_type(&s, "con");
	stage_wants(&s, "1 of 4");
	stage_wants(&s, " > 03-100 Concrete");
	stage_misses(&s, "Supervision");
	stage_type(&s, "x");
	stage_wants(&s, "1 nearly");
	stage_type(&s, "yz");
	stage_wants(&s, "Nothing fits.");
	stage_ctrl(&s, 'u');
	stage_wants(&s, " > 01-100 Supervision");
	stage_key(&s, KEY_IS_DOWN);
	assert_int_equal(
		strncmp(stage_at_cursor(&s), "01-740 Clean-up", 15), 0);
}

static void
open_employees(void)
{
	stage_type(&s, "e");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	clerk_answer(&s, "/v1/groups", "");
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	clerk_answer(&s, "/v1/employees", CLERK_PEOPLE);
}

/* By family name, as a person looks for somebody. */
static void
people_are_listed_with_their_verification(void **state)
{
	open_employees();
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Employees                                Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                           3\n"
"\n"
" > 0104 Dana Whitfield\n"
"   0105 Łukasz Żabka                                              not verified\n"
"   0107 Zoë \\x1b[2JLindqvist                                          inactive\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
" Letters Find  Enter Open  ^N New  ^R Reload  Up/Down Move  Esc Back  F1 Help\n");
	/* clang-format on */
}

static void
wide_and_small_windows_have_their_own_picture(void **state)
{
	open_employees();
	stage_resize(&s, 60, 200);
	stage_wants(&s, "Username                E-mail");
	stage_wants(&s, "dana                    dana@acme.example");
	stage_wants(&s, "Supervisor");
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Employees            Sat 21 Nov  08:00\n"
" /                                   3\n"
" > 0104 Dana Whitfield\n"
"   0105 Łukasz Żabka      not verified\n"
"   0107 Zoë \\x1b[2JLind…      inactive\n"
"\n\n\n\n\n\n"
" Enter Open  ^N New  Esc Back  F1 Help\n");
	/* clang-format on */
}

/* In words, and what was there stays. */
static void
what_cannot_be_loaded_says_why(void **state)
{
	open_codes();
	stage_ctrl(&s, 'r');
	stage_wants(&s, "Loading ...");
	fake_transport_fail(&s.world.transport, clerk_asked(&s),
		TRANSPORT_UNREACHABLE, "connection refused");
	stage_wants(&s, "Not loaded. ");
	stage_wants(&s, "^R tries again.");
	stage_wants(&s, "03-100 Concrete");
	stage_ctrl(&s, 'r');
	clerk_refuse(&s, "/v1/cost-codes", PROBLEM_FORBIDDEN, "",
		"It takes the permission Cost Codes.");
	stage_wants(&s, "Not loaded. It takes the permission Cost Codes.");
	stage_ctrl(&s, 'r');
	clerk_answer(&s, "/v1/cost-codes", "");
	stage_wants(&s, "There are none yet. ^N makes one.");
}

static void
only_what_one_may_see_is_there(void **state)
{
	stage_close(&s);
	clerk_stage_open(&s, STAGE_SELF | PERMISSION_SET(COST_CODES_VIEW));
	stage_misses(&s, "Employees");
	stage_misses(&s, "Settings");
	stage_wants(&s, " > C  Cost codes");
	stage_type(&s, "e");
	stage_wants(&s, "Manage");
	open_codes();
	stage_misses(&s, "^N");
	stage_ctrl(&s, 'n');
	stage_wants(&s, " > 01-100 Supervision");
}

/* A form breaks it off, for what is chosen from stays as it is meanwhile. */
static void
loading_goes_on_behind_a_form(void **state)
{
	stage_type(&s, "c");
	stage_misses(&s, "^N New");
	clerk_answer(&s, "/v1/cost-codes", CLERK_CODES);
	stage_ctrl(&s, 'r');
	assert_non_null(clerk_asked(&s));
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "· 01-100 Supervision");
	assert_null(clerk_asked(&s));
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Loading ...");
	clerk_answer(&s, "/v1/cost-codes", "");
	stage_wants(&s, "There are none yet.");
}

static void
whoever_must_sign_in_again_is_told_how(void **state)
{
	open_codes();
	stage_ctrl(&s, 'r');
	clerk_refuse(&s, "/v1/cost-codes", PROBLEM_UNAUTHENTICATED, "", "");
	clerk_refuse(&s, "/v1/token", PROBLEM_UNAUTHENTICATED, "", "");
	stage_wants(&s, "Not loaded. ");
	stage_wants(&s, "Sign in again: I on the panel");
	stage_wants(&s, "03-100 Concrete");
}

/* What is under way is given up with the screen. */
static void
one_can_leave_at_any_time(void **state)
{
	stage_type(&s, "c");
	stage_wants(&s, "Loading ...");
	stage_key(&s, KEY_IS_ESC);
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "(panel)");
	assert_non_null(clerk_asked(&s));
	world_answer_session(&s.world);
	assert_null(clerk_asked(&s));
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(kinds_are_listed_and_opened_by_their_letter),
		T(typing_finds),
		T(people_are_listed_with_their_verification),
		T(wide_and_small_windows_have_their_own_picture),
		T(what_cannot_be_loaded_says_why),
		T(only_what_one_may_see_is_there),
		T(loading_goes_on_behind_a_form),
		T(whoever_must_sign_in_again_is_told_how),
		T(one_can_leave_at_any_time),
	};

	return cmocka_run_group_tests_name("manage_list", tests, NULL, NULL);
}
