/* The clock of a person: every kind of punch in every mode, and the day. */

#include "lib/cmocka_all.h"

#include "lib/clock_scene.h"
#include "lib/zone_file.h"

#define HOUR_MS INT64_C(3600000)

static const struct clock_rules untracked = {
	.meal = {.tracked = false,
		.length_minutes = 30,
		.due_after_minutes = 240},
};

/* --- every kind in every mode -------------------------------------------- */

static void
test_nothing_known_is_out(void **state)
{
	struct scene s = {0};

	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, 0, 0);
	assert_int_equal(s.state.day_ms, 0);
}

static void
test_go_while_out(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(7, 58));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(7, 58), 1);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.day_ms, SCENE_AT(7, 58));
	assert_int_equal(s.state.worked_ms, 0);
}

static void
test_go_while_in_switches_at_the_instant(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_B, SCENE_AT(9, 30));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_B, SCENE_AT(9, 30), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 90 * 60000);
	assert_int_equal(s.state.day_ms, SCENE_AT(8, 0));
}

static void
test_go_during_a_meal_ends_it(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_go(&s, JOB_B, SCENE_AT(12, 30));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_B, SCENE_AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	assert_int_equal(s.state.day_ms, SCENE_AT(8, 0));
	s.events[2].at_ms--;
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_B, SCENE_AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
}

static void
test_stop_while_in(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(17, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, SCENE_AT(17, 0), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 9 * HOUR_MS);
}

static void
test_stop_while_out_is_an_orphan(void **state)
{
	struct scene s = {0};

	scene_add(&s, PUNCH_STOP, SCENE_AT(7, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, 0, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_ORPHAN_STOP);

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(9, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(10, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, SCENE_AT(9, 0), 3);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_ORPHAN_STOP);
	assert_int_equal(s.state.worked_ms, HOUR_MS);
}

static void
test_stop_during_a_meal(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(12, 30));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, SCENE_AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	s.events[2].at_ms--;
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, SCENE_AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
}

static void
test_meal_while_in(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_meal(&s, JOB_A, SCENE_AT(12, 0), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.meals_taken, 1);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
}

static void
test_meal_while_out_or_in_a_meal_does_nothing(void **state)
{
	struct scene s = {0};

	scene_add(&s, PUNCH_MEAL, SCENE_AT(7, 0));
	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 10));
	scene_replay(&s, &scene_tracked);
	scene_expect_meal(&s, JOB_A, SCENE_AT(12, 0), 3);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.state.meals_taken, 1);
}

static void
test_resume_returns_to_the_job(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_add(&s, PUNCH_RESUME, SCENE_AT(12, 30));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	s.events[2].at_ms--;
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
	scene_add(&s, PUNCH_STOP, SCENE_AT(17, 0));
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.worked_ms,
		SCENE_AT(17, 0) - SCENE_AT(12, 30) + 1 + 4 * HOUR_MS);
}

static void
test_resume_while_out_or_in_does_nothing(void **state)
{
	struct scene s = {0};

	scene_add(&s, PUNCH_RESUME, SCENE_AT(7, 0));
	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_RESUME, SCENE_AT(9, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.state.worked_ms, 0);
}

static void
test_meals_of_the_untracked_are_honoured(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_replay(&s, &untracked);
	scene_expect_meal(&s, JOB_A, SCENE_AT(12, 0), 2);
	scene_add(&s, PUNCH_RESUME, SCENE_AT(12, 1));
	scene_replay(&s, &untracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(12, 1), 3);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
}

static void
test_two_punches_at_one_instant(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_B, SCENE_AT(8, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_B, SCENE_AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	scene_add(&s, PUNCH_STOP, SCENE_AT(8, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, SCENE_AT(8, 0), 3);
	assert_int_equal(s.state.worked_ms, 0);
}

/* --- on top of the service's word ---------------------------------------- */

static void
test_replay_goes_on_from_a_state(void **state)
{
	struct scene s = {0};
	struct clock_state whole;

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(12, 0));
	scene_replay(&s, &scene_tracked);
	scene_add(&s, PUNCH_RESUME, SCENE_AT(12, 30));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(16, 0));
	clock_replay(&scene_tracked, &s.state, s.events + 2, 2, &s.state, NULL);
	clock_replay(&scene_tracked, NULL, s.events, s.n, &whole, NULL);
	scene_expect_meal(&s, JOB_A, SCENE_AT(16, 0), 4);
	assert_int_equal(s.state.worked_ms, whole.worked_ms);
	assert_int_equal(s.state.day_ms, whole.day_ms);
	assert_int_equal(s.state.meals_taken, 2);
}

static void
test_a_clock_behind_the_service_loses_no_work(void **state)
{
	struct scene s = {0};
	struct clock_state from = {.mode = CLOCK_IN,
		.since_ms = SCENE_AT(9, 0),
		.day_ms = SCENE_AT(8, 0),
		.worked_ms = HOUR_MS};

	scene_add(&s, PUNCH_STOP, SCENE_AT(8, 59));
	clock_replay(&scene_tracked, &from, s.events, 1, &s.state, NULL);
	scene_expect_out(&s, SCENE_AT(9, 0), 1);
	assert_int_equal(s.state.worked_ms, HOUR_MS);
}

/* --- the day -------------------------------------------------------------- */

static void
test_runs_of_one_day_add_up(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(9, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(10, 0));
	scene_go(&s, JOB_B, SCENE_AT(23, 0));
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, SCENE_AT(8, 0));
	assert_int_equal(s.state.worked_ms, HOUR_MS);
	assert_int_equal(s.state.meals_taken, 1);
	/* A run past midnight stays with the day of its first GO. */
	scene_go(&s, JOB_A, SCENE_AT(25, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(26, 0));
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, SCENE_AT(8, 0));
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	/* The next run begins the next day. */
	scene_go(&s, JOB_A, SCENE_AT(27, 0));
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, SCENE_AT(27, 0));
	assert_int_equal(s.state.worked_ms, 0);
	assert_int_equal(s.state.meals_taken, 0);
}

static void
test_a_day_begins_at_midnight_itself(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(0, 0) - 1);
	scene_add(&s, PUNCH_STOP, SCENE_AT(0, 0) - 1);
	scene_go(&s, JOB_A, SCENE_AT(0, 0));
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, SCENE_AT(0, 0));
}

/* 1970 is none of the ends of time. */
static void
test_a_day_begins_at_midnight_before_1970_too(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, -1);
	scene_add(&s, PUNCH_STOP, -1);
	scene_go(&s, JOB_A, 0);
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, 0);
	s.events[2].at_ms = 1;
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.day_ms, 1);
}

/* --- the company's longest record ------------------------------------------
 */

/* One that was longer is none: somebody forgot to press. */
static void
test_work_over_the_maximum_does_not_count(void **state)
{
	struct clock_rules rules = scene_tracked;
	struct scene s = {0};

	rules.max_record_minutes = 120;
	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_B, SCENE_AT(10, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(12, 0) + 1);
	scene_replay(&s, &rules);
	assert_int_equal(s.state.worked_ms, 2 * HOUR_MS);
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS + 1);
}

static void
test_a_go_behind_it_begins_a_new_run(void **state)
{
	struct clock_rules rules = scene_tracked;
	struct scene s = {0};

	rules.max_record_minutes = 16 * 60;
	scene_go(&s, JOB_A, SCENE_AT(20, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(22, 0));
	scene_go(&s, JOB_A, SCENE_AT(38, 0));
	scene_replay(&s, &rules);
	/* A break of exactly the maximum was one. */
	assert_int_equal(s.state.day_ms, SCENE_AT(20, 0));
	assert_int_equal(s.state.meals_taken, 1);
	s.events[2].at_ms++;
	scene_replay(&s, &rules);
	assert_int_equal(s.state.day_ms, SCENE_AT(38, 0) + 1);
	assert_int_equal(s.state.worked_ms, 0);
	assert_int_equal(s.state.meals_taken, 0);
}

static void
test_a_break_over_the_maximum_was_not_taken(void **state)
{
	struct clock_rules rules = scene_tracked;
	struct scene s = {0};

	rules.max_record_minutes = 120;
	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(9, 0));
	scene_add(&s, PUNCH_RESUME, SCENE_AT(11, 0) + 1);
	scene_replay(&s, &rules);
	assert_int_equal(s.state.meals_taken, 0);
	assert_int_equal(s.state.worked_ms, HOUR_MS);
	assert_int_equal(s.state.day_ms, SCENE_AT(8, 0));
	/* A state that was told without its break does not count below none. */
	s.state = (struct clock_state){
		.mode = CLOCK_MEAL, .since_ms = SCENE_AT(9, 0)};
	clock_fold(&rules, &s.state, &s.events[2], 1, NULL);
	assert_int_equal(s.state.meals_taken, 0);
}

/* --- days ------------------------------------------------------------------
 */

/* In New York it is five hours earlier: 05:00 UTC is midnight. */
static void
test_days_are_cut_in_the_companys_zone(void **state)
{
	struct zone *zone = zone_file_load("America/New_York");
	struct clock_rules rules = scene_tracked;
	struct scene s = {0};

	rules.zone = zone;
	scene_go(&s, JOB_A, SCENE_AT(23, 30));
	scene_add(&s, PUNCH_STOP, SCENE_AT(23, 40));
	scene_go(&s, JOB_A, SCENE_AT(29, 0) - 1);
	scene_replay(&s, &rules);
	assert_int_equal(s.state.day_ms, SCENE_AT(23, 30));
	assert_int_equal(s.state.worked_ms, 600000);
	s.events[2].at_ms++;
	scene_replay(&s, &rules);
	assert_int_equal(s.state.day_ms, SCENE_AT(29, 0));
	assert_int_equal(s.state.worked_ms, 0);
	zone_free(&zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_known_is_out),
		cmocka_unit_test(test_go_while_out),
		cmocka_unit_test(test_go_while_in_switches_at_the_instant),
		cmocka_unit_test(test_go_during_a_meal_ends_it),
		cmocka_unit_test(test_stop_while_in),
		cmocka_unit_test(test_stop_while_out_is_an_orphan),
		cmocka_unit_test(test_stop_during_a_meal),
		cmocka_unit_test(test_meal_while_in),
		cmocka_unit_test(test_meal_while_out_or_in_a_meal_does_nothing),
		cmocka_unit_test(test_resume_returns_to_the_job),
		cmocka_unit_test(test_resume_while_out_or_in_does_nothing),
		cmocka_unit_test(test_meals_of_the_untracked_are_honoured),
		cmocka_unit_test(test_two_punches_at_one_instant),
		cmocka_unit_test(test_replay_goes_on_from_a_state),
		cmocka_unit_test(test_a_clock_behind_the_service_loses_no_work),
		cmocka_unit_test(test_runs_of_one_day_add_up),
		cmocka_unit_test(test_work_over_the_maximum_does_not_count),
		cmocka_unit_test(test_a_go_behind_it_begins_a_new_run),
		cmocka_unit_test(test_a_break_over_the_maximum_was_not_taken),
		cmocka_unit_test(test_a_day_begins_at_midnight_itself),
		cmocka_unit_test(test_a_day_begins_at_midnight_before_1970_too),
		cmocka_unit_test(test_days_are_cut_in_the_companys_zone),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
