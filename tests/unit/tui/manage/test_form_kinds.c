/* The forms of employees, roles, groups and the settings, as text. */

#include "form_scene.h"

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

/* What a number counts stands behind it; the parts of a long form have air
 * between them where there is room. */
static void
a_long_form_has_units_and_parts(void **state)
{
	(void)state;
	stage_type(&s, "p");
	clerk_answer(&s, "/v1/cost-codes", CLERK_CODES);
	clerk_answer(&s, "/v1/policy-groups", CLERK_POLICIES);
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "   Length           30       minutes\n");
	stage_wants(&s, "warn\n\n   Lunch after");
	stage_resize(&s, 12, 40);
	stage_wants(&s, "30       minutes");
	stage_misses(&s, "yes\n\n   Meal breaks");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_employee_says_what_is_missing),
		T(a_role_is_a_list_of_levels),
		T(levels_that_are_left_stay_as_they_were),
		T(the_role_of_administrators_is_fixed),
		T(an_empty_pairing_is_told),
		T(a_long_form_has_units_and_parts),
		T(the_settings_are_a_form_too),
	};

	return cmocka_run_group_tests_name(
		"manage_form_kinds", tests, NULL, NULL);
}
