/* A record as a form, as text, over fake ports. */

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
open_codes(void)
{
	stage_type(&s, "c");
	clerk_answer(&s, "/v1/cost-codes", CLERK_CODES);
}

static void
open_concrete(void)
{
	open_codes();
	stage_type(&s, "con");
	stage_key(&s, KEY_IS_ENTER);
}

static void
open_dana(void)
{
	stage_type(&s, "e");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	clerk_answer(&s, "/v1/groups", "");
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	clerk_answer(&s, "/v1/employees", CLERK_PEOPLE);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
}

static void
sent(const char *method, const char *body)
{
	struct fake_request *request = clerk_asked(&s);

	assert_non_null(request);
	assert_string_equal(request->method, method);
	if (strstr(request->body.data, body) == NULL)
		fail_msg("%s", request->body.data);
}

static void
a_record_is_a_form_with_its_rules(void **state)
{
	open_concrete();
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · 03-100 Concrete                          Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
" > Number   03-100\n"
"   Name     Concrete\n"
"   Active   yes\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   What it is called for short; once in the company.\n"
"\n\n"
" ^S Save  Tab Next  Esc Back  ^R Reload  F1 Help\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_TAB);
	stage_wants(&s, "Whether it can be chosen. Space changes it.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "· Cost codes");
}

static void
what_is_changed_is_saved(void **state)
{
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, " ");
	stage_wants(&s, " > Active   no");
	stage_ctrl(&s, 's');
	stage_wants(&s, "Saving ...");
	sent("PATCH", "{\"active\":false}");
	assert_string_equal(clerk_asked(&s)->if_match, "\"3\"");
	clerk_answer_one(&s, "/v1/cost-codes/" CLERK_ID(1),
		CLERK_CODE(1, "03-100", "Concrete", "false"));
	stage_wants(&s, "Saved: 03-100 Concrete");
	stage_wants(&s, " > 03-100 Concrete");
	stage_wants(&s, "inactive");
}

static void
a_new_one_is_made(void **state)
{
	open_codes();
	stage_ctrl(&s, 'n');
	stage_wants(&s, "· New cost code");
	stage_type(&s, "07-310");
	stage_ctrl(&s, 's');
	stage_wants(&s, "Name: this is needed.");
	stage_wants(&s, " > Name   ×");
	stage_type(&s, "Shingles");
	stage_misses(&s, "this is needed");
	stage_ctrl(&s, 's');
	sent("POST", "\"number\":\"07-310\",\"name\":\"Shingles\"");
	clerk_answer_one(&s, "/v1/cost-codes",
		CLERK_CODE(5, "07-310", "Shingles", "true"));
	stage_wants(&s, "Saved: 07-310 Shingles");
	stage_wants(&s, " > 07-310 Shingles");
}

static void
what_the_service_finds_wrong_stands_at_its_field(void **state)
{
	open_codes();
	stage_ctrl(&s, 'n');
	stage_type(&s, "03-100");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "Beton");
	stage_ctrl(&s, 's');
	clerk_refuse(&s, "/v1/cost-codes", PROBLEM_TAKEN, "/number", "");
	stage_wants(&s, " > Number × 03-100");
	stage_wants(&s, "Number: there is a cost code of that number.");
	stage_key(&s, KEY_IS_TAB);
	stage_wants(&s, "What is done.");
	stage_wants(&s, "  Number × 03-100");
	stage_key(&s, KEY_IS_UP);
	stage_wants(&s, "Number: there is a cost code of that number.");
	stage_wants(&s, "  Name     Beton");
	stage_key(&s, KEY_IS_BACKSPACE);
	stage_misses(&s, "there is a cost code");
	stage_ctrl(&s, 's');
	fake_transport_fail(&s.world.transport, clerk_asked(&s),
		TRANSPORT_UNREACHABLE, "connection refused");
	stage_wants(&s, "Not saved. ");
	stage_wants(&s, "What you typed stays; ^S tries again.");
	stage_wants(&s, "  Name     Beton");
	stage_ctrl(&s, 's');
	clerk_refuse(&s, "/v1/cost-codes", PROBLEM_FORBIDDEN, "",
		"It takes the permission Cost Codes.");
	stage_wants(&s, "Not saved. It takes the permission Cost Codes.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Changed, and not saved: Number, Name.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "  Name     Beton");
	stage_key(&s, KEY_IS_ESC);
	stage_type(&s, "f");
	stage_wants(&s, "· Cost codes");
}

static void
a_rename_asks(void **state)
{
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, " works");
	stage_ctrl(&s, 's');
	stage_wants(&s, "\"03-100 Concrete\" is called \"03-100 Concrete");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, " > Name     Concrete works");
	assert_null(clerk_asked(&s));
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	sent("PATCH", "{\"name\":\"Concrete works\"}");
}

/* The difference is shown; what both changed stays as it was typed here. */
static void
somebody_was_quicker(void **state)
{
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_ctrl(&s, 'u');
	stage_type(&s, "Beton");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	clerk_refuse(&s, "/v1/cost-codes/", PROBLEM_STALE, "", "");
	clerk_answer_one(&s, "/v1/cost-codes/" CLERK_ID(1),
		"{\"id\":\"" CLERK_ID(
			1) "\",\"version\":9,\"number\":\"03-101\","
			   "\"name\":\"Cement\","
			   "\"active\":true}");
	stage_wants(&s, "Somebody changed it since you read it");
	stage_wants(&s, "Number is \"03-101\" now, was \"03-100\".");
	stage_wants(&s, "Name is \"Cement\"");
	stage_wants(&s, "yours \"Beton\"");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "  Number   03-101");
	stage_wants(&s, " > Name     Beton");
	stage_wants(&s, "Nothing is saved yet.");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	sent("PATCH", "{\"name\":\"Beton\"}");
	assert_string_equal(clerk_asked(&s)->if_match, "\"9\"");
}

/* So does what is no text. */
static void
mine_stays_what_it_is(void **state)
{
	(void)state;
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_TAB);
	stage_wants(&s, " > Active   yes");
	stage_type(&s, " ");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	clerk_refuse(&s, "/v1/cost-codes/", PROBLEM_STALE, "", "");
	clerk_answer_one(&s, "/v1/cost-codes/" CLERK_ID(1),
		"{\"id\":\"" CLERK_ID(
			1) "\",\"version\":9,\"number\":\"03-101\","
			   "\"name\":\"Concrete\","
			   "\"active\":true}");
	stage_key(&s, KEY_IS_ENTER);
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	sent("PATCH", "{\"active\":false}");
}

/* While the difference is asked for, there is no second question. */
static void
whoever_was_quicker_is_not_waited_for(void **state)
{
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, "7");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	clerk_refuse(&s, "/v1/cost-codes/", PROBLEM_STALE, "", "");
	stage_wants(&s, "Somebody was quicker. Loading ...");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "The answer was not waited for. Nothing is saved.");
	assert_null(clerk_asked(&s));
	stage_wants(&s, " > Name     Concrete7");
}

static void
every_type_has_its_own_way(void **state)
{
	open_dana();
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · 0104 Dana Whitfield                      Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
" > Number           0104\n"
"   Given name       Dana\n"
"   Family name      Whitfield\n"
"   Username         dana\n"
"   E-mail           dana@acme.example\n"
"   Role             Supervisor\n"
"   Sees             self\n"
"   Sees employees   none\n"
"   Sees groups      none\n"
"   Policy group     Field crew\n"
"   Language         en\n"
"   Active           yes\n"
"   Verified         yes\n"
"\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"   Of the person; once in the company.\n"
"\n\n"
" ^S Save  Tab Next  Esc Back  ^R Reload  F1 Help\n");
	/* clang-format on */
	for (int i = 0; i < 5; i++)
		stage_key(&s, KEY_IS_TAB);
	stage_wants(&s, "Letters find one, Enter lists all,");
	stage_key(&s, KEY_IS_DELETE);
	stage_wants(&s, " > Role             none");
	stage_type(&s, "sup");
	stage_wants(&s, "· Role");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "  Role             Supervisor");
	stage_wants(&s, " > Sees             self  all  selected  groups");
	stage_type(&s, "s");
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, "zab");
	stage_wants(&s, " > [ ] 0105 Łukasz Żabka");
	stage_type(&s, " zoe ");
	stage_wants(&s, " > [x] 0107 Zoë");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Sees employees   2: 0105 Łukasz Żabka, 0107 Zoë");
	stage_key(&s, KEY_IS_UP);
	stage_key(&s, KEY_IS_ENTER);
	/* Those that are picked come first. */
	stage_wants(&s, " > [x] 0105 Łukasz Żabka");
	stage_wants(&s, "   [ ] 0104 Dana Whitfield");
	stage_type(&s, " ");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, " > Sees employees   2: ");
	stage_ctrl(&s, 's');
	sent("PATCH", "{\"viewset\":\"selected\",\"viewset_employees\":[\"");
}

static void
what_is_told_cannot_be_changed(void **state)
{
	open_dana();
	stage_key(&s, KEY_IS_UP);
	stage_wants(&s, " > Verified         yes");
	stage_type(&s, " ");
	stage_wants(&s, "This is not for you to change.");
	stage_wants(&s, " > Verified         yes");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "· Employees");
}

/* What cannot be shown as it is, is not sent back as it is shown. */
static void
what_is_not_touched_is_not_sent(void **state)
{
	open_dana();
	stage_key(&s, KEY_IS_ESC);
	stage_ctrl(&s, 'u');
	stage_type(&s, "lindq");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "0107 Zoë \\x1b[2JLindqvist");
	stage_wants(&s, "  Family name      [2JLindqvist");
	stage_type(&s, "x");
	stage_key(&s, KEY_IS_BACKSPACE);
	stage_ctrl(&s, 's');
	stage_wants(&s, "Nothing is changed.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "· Employees");
}

/* Which gate is shut, and the mail that opens it. */
static void
an_employee_says_what_is_missing(void **state)
{
	const char gates[] =
		"{\"company\":true,\"role\":true,"
		"\"signin\":\"pending\",\"can_clock\":false,\"why\":"
		"\"the e-mail address is not verified yet\","
		"\"mail\":{\"state\":\"none\",\"email\":\"\",\"said\":\"\"}}";

	open_dana();
	stage_misses(&s, "^L Mail again");
	clerk_answer_one(&s, "/gates", gates);
	stage_wants(&s, "Cannot clock in: the e-mail address is not verified "
			"yet.");
	stage_key(&s, KEY_IS_ESC);
	stage_ctrl(&s, 'u');
	stage_type(&s, "zab");
	stage_key(&s, KEY_IS_ENTER);
	stage_misses(&s, "Cannot clock in");
	stage_wants(&s, "^L Mail again");
	stage_ctrl(&s, 'l');
	clerk_answer_one(&s, "/v1/employees/" CLERK_ID(6) "/resend", "{}");
	stage_wants(&s, "Another mail is on its way");
	clerk_answer_one(&s, "/gates", gates);
	stage_wants(&s, "Cannot clock in: ");
}

static void
a_role_is_a_list_of_levels(void **state)
{
	stage_type(&s, "r");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "  Permissions     Board (view)");
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "· Permissions");
	stage_wants(&s, " > Connect Clock In/Out           none");
	stage_misses(&s, "  Administrator");
	stage_type(&s, " ");
	stage_wants(&s, " > Connect Clock In/Out           access");
	stage_type(&s, "b ");
	stage_wants(&s, " > Board                          edit");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Connect Clock In/Out, Board (edit)");
	stage_ctrl(&s, 's');
	sent("PATCH", "\"connect-clock-in-out\":\"access\"");
}

/* Esc takes back what was changed there, and nothing else. */
static void
levels_that_are_left_stay_as_they_were(void **state)
{
	stage_type(&s, "r");
	clerk_answer(&s, "/v1/roles", CLERK_ROLES);
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "s");
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, " b ");
	stage_wants(&s, " > Board                          edit");
	stage_key(&s, KEY_IS_ENTER);
	stage_key(&s, KEY_IS_UP);
	stage_wants(&s, "Permissions     Connect Clock In/Out, Board (edit)");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "b ");
	stage_wants(&s, " > Board                          none");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Permissions     Connect Clock In/Out, Board (edit)");
	stage_wants(&s, "Supervisors");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	sent("PATCH", "\"board\":\"edit\"");
}

/* The one that has everything is read only. */
static void
the_role_of_administrators_is_fixed(void **state)
{
	stage_type(&s, "r");
	clerk_answer(&s, "/v1/roles",
		"{\"id\":\"" CLERK_ID(
			8) "\",\"version\":2,"
			   "\"name\":\"Administrator\",\"permissions\":{},"
			   "\"active\":true,\"is_administrator\":true}");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, " > Name            Administrator");
	stage_misses(&s, "^S Save");
	stage_type(&s, "x");
	stage_wants(&s, "This is not for you to change.");
}

/* Whoever may clock others in needs somebody to see. */
static void
an_empty_pairing_is_told(void **state)
{
	stage_type(&s, "e");
	clerk_answer(&s, "/v1/roles",
		"{\"id\":\"" CLERK_ID(
			8) "\",\"version\":2,\"name\":\"Lead\","
			   "\"permissions\":{\"clock-in-for\":\"access\"},"
			   "\"active\":true,\"is_administrator\":false}");
	clerk_answer(&s, "/v1/groups", "");
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	clerk_answer(&s, "/v1/employees", CLERK_PEOPLE);
	stage_type(&s, "dana");
	stage_key(&s, KEY_IS_ENTER);
	stage_key(&s, KEY_IS_UP);
	stage_key(&s, KEY_IS_UP);
	stage_type(&s, "n");
	stage_ctrl(&s, 's');
	clerk_answer_one(&s, "/v1/employees/" CLERK_ID(5),
		CLERK_PERSON(5, "0104", "Dana", "Whitfield", "dana",
			"\"active\":false,\"verified\":true"));
	stage_wants(&s, "Saved: 0104 Dana Whitfield. They see only themselves");
}

static void
the_settings_are_a_form_too(void **state)
{
	stage_type(&s, "s");
	stage_wants(&s, "· Company settings");
	stage_wants(&s, "Loading ...");
	clerk_answer_one(&s, "/v1/company",
		"{\"id\":\"" CLERK_ID(
			1) "\",\"version\":4,"
			   "\"company_id\":\"acme\",\"name\":\"Acme Roofing\","
			   "\"zone\":\"America/"
			   "New_York\",\"clock_in_out\":true,"
			   "\"max_record_minutes\":960,\"week_start\":"
			   "\"monday\","
			   "\"language\":\"en\"}");
	stage_wants(&s, "  Company ID            acme");
	stage_wants(&s, " > Name                  Acme Roofing");
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, "n");
	stage_key(&s, KEY_IS_TAB);
	stage_ctrl(&s, 'u');
	stage_type(&s, "ten hours");
	stage_ctrl(&s, 's');
	stage_wants(&s, "Longest record: is not a number from 0 to 10080.");
	stage_ctrl(&s, 'u');
	stage_type(&s, "600");
	stage_ctrl(&s, 's');
	sent("PATCH", "{\"clock_in_out\":false,\"max_record_minutes\":600}");
	clerk_answer_one(&s, "/v1/company",
		"{\"id\":\"" CLERK_ID(1) "\",\"version\":5}");
	stage_wants(&s, "Saved: company settings");
	stage_wants(&s, "· Manage");
}

static void
small_and_wide_windows_have_their_own_picture(void **state)
{
	open_dana();
	stage_resize(&s, 12, 40);
	for (int i = 0; i < 8; i++)
		stage_key(&s, KEY_IS_TAB);
	/* clang-format off */
	stage_shows(&s,
" 0104 Dana Whitfield  Sat 21 Nov  08:00\n"
"   Username         dana               ▲\n"
"   E-mail           dana@acme.example\n"
"   Role             Supervisor\n"
"   Sees             self\n"
"   Sees employees   none\n"
" > Sees groups      none               ▼\n"
"────────────────────────────────────────\n"
"   Which are selected, where it is\n"
"   groups. Letters find them, Enter\n"
"   lists all.\n"
" ^S Save  Esc Back  F1 Help\n");
	/* clang-format on */
	stage_resize(&s, 60, 200);
	stage_wants(&s, "what the person may do; none: No Access");
}

static void
whoever_only_sees_reads_it(void **state)
{
	stage_close(&s);
	clerk_stage_open(&s, PERMISSION_SET(COST_CODES_VIEW));
	open_concrete();
	stage_misses(&s, "^S Save");
	stage_type(&s, "x");
	stage_wants(&s, "This is not for you to change.");
	stage_wants(&s, " > Number   03-100");
	stage_ctrl(&s, 's');
	assert_null(clerk_asked(&s));
}

/* What is typed while it is saved would be lost, or seem to be saved. */
static void
nothing_changes_while_it_is_saved(void **state)
{
	open_concrete();
	stage_key(&s, KEY_IS_TAB);
	stage_key(&s, KEY_IS_TAB);
	stage_type(&s, " ");
	stage_ctrl(&s, 's');
	stage_type(&s, " ");
	stage_wants(&s, " > Active   no");
	stage_key(&s, KEY_IS_UP);
	stage_key(&s, KEY_IS_DELETE);
	stage_key(&s, KEY_IS_BACKSPACE);
	stage_ctrl(&s, 'u');
	stage_type(&s, "x");
	stage_wants(&s, "  Name     Concrete");
	stage_wants(&s, " > Active   no");
	stage_ctrl(&s, 's');
	stage_wants(&s, "Saving ...");
	sent("PATCH", "{\"active\":false}");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "it may be done.");
	stage_wants(&s, "  Name     Concrete");
	stage_wants(&s, " > Active   no");
}

/* The answer may be lost: nothing typed is. */
static void
one_need_not_wait_for_the_answer(void **state)
{
	open_concrete();
	stage_type(&s, "7");
	stage_ctrl(&s, 's');
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "8");
	stage_wants(&s, "Saving ...");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "it may be done.");
	stage_wants(&s, " > Number   03-1007");
	assert_null(clerk_asked(&s));
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_record_is_a_form_with_its_rules),
		T(what_is_changed_is_saved),
		T(a_new_one_is_made),
		T(what_the_service_finds_wrong_stands_at_its_field),
		T(a_rename_asks),
		T(somebody_was_quicker),
		T(mine_stays_what_it_is),
		T(whoever_was_quicker_is_not_waited_for),
		T(every_type_has_its_own_way),
		T(what_is_told_cannot_be_changed),
		T(what_is_not_touched_is_not_sent),
		T(an_employee_says_what_is_missing),
		T(a_role_is_a_list_of_levels),
		T(levels_that_are_left_stay_as_they_were),
		T(the_role_of_administrators_is_fixed),
		T(an_empty_pairing_is_told),
		T(the_settings_are_a_form_too),
		T(small_and_wide_windows_have_their_own_picture),
		T(whoever_only_sees_reads_it),
		T(nothing_changes_while_it_is_saved),
		T(one_need_not_wait_for_the_answer),
	};

	return cmocka_run_group_tests_name("manage_form", tests, NULL, NULL);
}
