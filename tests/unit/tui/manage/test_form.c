/* A record as a form, as text, over fake ports. */

#include "form_scene.h"

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
" ^S Save  Tab Next  Esc Back  ^R Reload  ^O Sessions  F1 Help\n");
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
		T(small_and_wide_windows_have_their_own_picture),
		T(whoever_only_sees_reads_it),
		T(nothing_changes_while_it_is_saved),
		T(one_need_not_wait_for_the_answer),
	};

	return cmocka_run_group_tests_name("manage_form", tests, NULL, NULL);
}
