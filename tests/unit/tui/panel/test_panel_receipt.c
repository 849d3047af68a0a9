/* The receipt of the last press on the panel, as text. */

#include "lib/cmocka_all.h"

#include "lib/stage.h"
#include "tui/panel/panel.h"

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

/* In at Elm St Tower, a break and back, from 08:00 on. */
static void
press_a_few(void)
{
	stage_choose(&s, "elm", "conc");
	stage_type(&s, "g");
	stage_pass(&s, 60 * 60000);
	stage_type(&s, "m");
	stage_pass(&s, 30 * 60000);
	stage_type(&s, "m");
}

static void
the_receipt_follows_its_punch(void **state)
{
	press_a_few();
	stage_wants(&s, "• BACK IN 09:30:00");
	stage_answer(&s, 2, VERDICT_RECORDED, "", "");
	stage_wants(&s,
		"√ BACK IN 09:30:00 · Elm St Tower · 03-100 Concrete · sent");
	assert_int_equal(stage_role(&s, "√ BACK IN"), ROLE_GOOD);
}

static void
a_set_aside_receipt_stands_out(void **state)
{
	press_a_few();
	stage_answer(
		&s, 2, VERDICT_REFUSED, "unknown-location", "Nobody knows it.");
	stage_wants(&s, "1 needs attention");
	stage_wants(&s, "▲ BACK IN 09:30:00");
	stage_wants(&s, "SET ASIDE: Nobody knows");
	assert_int_equal(stage_role(&s, "▲ BACK IN"), ROLE_ERROR);
}

/* Found out while the panel is open: it is said there and then, and no press
 * is the worse for it. */
static void
a_twin_of_this_machine_is_told(void **state)
{
	s.world.store.enrolments[0].last_number = 7;
	tui_begin(s.tui);
	world_is_copied(&s.world);
	stage_wants(&s, "put back from a copy");
	assert_int_equal(stage_role(&s, "put back from a copy"), ROLE_WARNING);
	stage_choose(&s, "elm", "conc");
	stage_type(&s, "g");
	stage_wants(&s, "IN 08:00:00");
	stage_misses(&s, "put back from a copy");
	assert_int_equal(s.world.store.punches[0].punch.number, 1);
}

static void
a_punch_held_for_review_is_a_warning(void **state)
{
	press_a_few();
	stage_answer(&s, 2, VERDICT_QUARANTINED, "forbidden",
		"The period is closed.");
	stage_wants(&s, "sent, held for review:");
	stage_wants(&s, "An administrator accepts or declines it.");
	assert_int_equal(stage_role(&s, "▲ BACK IN"), ROLE_WARNING);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_receipt_follows_its_punch),
		T(a_set_aside_receipt_stands_out),
		T(a_twin_of_this_machine_is_told),
		T(a_punch_held_for_review_is_a_warning),
	};

	return cmocka_run_group_tests_name("panel_receipt", tests, NULL, NULL);
}
