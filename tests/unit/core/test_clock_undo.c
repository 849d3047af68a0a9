/* What a void takes back, until when, and how punches are ordered. */

#include "lib/cmocka_all.h"

#include "lib/clock_scene.h"

static void
test_void_restores_what_was(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_B, SCENE_AT(9, 0));
	scene_undo(&s, 2, SCENE_AT(9, 0) + 10000);
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(8, 0), 1);
	assert_int_equal(s.state.worked_ms, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_VOIDED);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
}

static void
test_void_of_each_kind(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_undo(&s, 1, SCENE_AT(8, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, 0, 0);
	assert_int_equal(s.state.day_ms, 0);

	scene_go(&s, JOB_A, SCENE_AT(9, 0));
	scene_add(&s, PUNCH_MEAL, SCENE_AT(10, 0));
	scene_undo(&s, 4, SCENE_AT(10, 0) + 1);
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(9, 0), 3);
	assert_int_equal(s.state.meals_taken, 0);

	scene_add(&s, PUNCH_MEAL, SCENE_AT(11, 0));
	scene_add(&s, PUNCH_RESUME, SCENE_AT(11, 1));
	scene_undo(&s, 7, SCENE_AT(11, 1));
	scene_replay(&s, &scene_tracked);
	scene_expect_meal(&s, JOB_A, SCENE_AT(11, 0), 6);

	scene_add(&s, PUNCH_STOP, SCENE_AT(11, 2));
	scene_undo(&s, 9, SCENE_AT(11, 2));
	scene_replay(&s, &scene_tracked);
	scene_expect_meal(&s, JOB_A, SCENE_AT(11, 0), 6);
}

/* A void of a GO, so long after it by boot time and by the time that counts. */
static unsigned
void_after(int64_t boot_passed_ms, int64_t at_passed_ms, bool other_enrolment,
	bool other_boot)
{
	struct scene s = {0};
	struct clock_event *e;

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	e = scene_undo(&s, 1, SCENE_AT(8, 0) + at_passed_ms);
	e->boottime_ms = s.events[0].boottime_ms + boot_passed_ms;
	if (other_enrolment)
		e->enrolment = scene_id(98);
	if (other_boot)
		e->boot = scene_id(76);
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.state.mode, s.effects[0] ? CLOCK_OUT : CLOCK_IN);
	assert_int_equal(s.effects[1],
		s.effects[0] ? CLOCK_EFFECT_NONE : CLOCK_EFFECT_UNEXPECTED);
	return s.effects[0];
}

static void
test_void_takes_effect_for_thirty_seconds(void **state)
{
	/* Its boot's clock counts, whatever was restated. */
	assert_int_equal(
		void_after(30000, 99000, false, false), CLOCK_EFFECT_VOIDED);
	assert_int_equal(
		void_after(0, -99000, false, false), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_after(30001, 0, false, false), 0);
	assert_int_equal(void_after(-1, 0, false, false), 0);
	/* Of another boot or enrolment, nothing can be told. */
	assert_int_equal(void_after(1000, 1000, false, true), 0);
	assert_int_equal(void_after(1000, 1000, true, false), 0);
}

/* A void of a GO, whose bounds lie so far behind that one's. */
static unsigned
void_proven_after(int64_t not_after_ms, int64_t not_before_ms)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	s.events[0].not_after_ms = not_after_ms;
	scene_undo(&s, 1, SCENE_AT(8, 0) + 1000)->not_before_ms = not_before_ms;
	scene_replay(&s, &scene_tracked);
	return s.effects[0];
}

static void
test_void_that_is_proven_late_does_nothing(void **state)
{
	int64_t told = SCENE_AT(8, 1);

	assert_int_equal(
		void_proven_after(told, told + 30000), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_proven_after(told, told + 30001), 0);
	assert_int_equal(void_proven_after(told, 0), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_proven_after(0, told), CLOCK_EFFECT_VOIDED);
	assert_int_equal(
		void_proven_after(INT64_MAX, told), CLOCK_EFFECT_VOIDED);
}

/* Two enrolments may hold one id: it is the void's own that is meant. */
static void
test_void_is_of_its_enrolments_punch(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_B, SCENE_AT(8, 0));
	scene_undo(&s, 1, SCENE_AT(8, 0) + 1000);
	s.events[1].id = s.events[0].id;
	s.events[1].enrolment = scene_id(98);
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_VOIDED);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	s.events[2].enrolment = scene_id(98);
	scene_replay(&s, &scene_tracked);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_VOIDED);
}

static void
test_void_before_its_target_does_nothing(void **state)
{
	struct scene s = {0};

	scene_undo(&s, 2, SCENE_AT(8, 0) - 1);
	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_replay(&s, &scene_tracked);
	scene_expect_in(&s, JOB_A, SCENE_AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
}

static void
test_void_of_a_void_and_of_nothing_known(void **state)
{
	struct scene s = {0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_undo(&s, 1, SCENE_AT(8, 0) + 1000);
	scene_undo(&s, 2, SCENE_AT(8, 0) + 2000);
	scene_undo(&s, 500, SCENE_AT(8, 0) + 3000);
	scene_undo(&s, 1, SCENE_AT(8, 0) + 4000);
	scene_replay(&s, &scene_tracked);
	scene_expect_out(&s, 0, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_VOIDED);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[4], CLOCK_EFFECT_UNEXPECTED);
}

static void
test_can_undo_agrees_with_the_replay(void **state)
{
	struct scene s = {0};
	struct stamp now = {.boot = scene_id(77)};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	now.boottime_ms = s.events[0].boottime_ms + 30000;
	assert_true(clock_can_undo(&s.events[0], &now));
	now.boottime_ms++;
	assert_false(clock_can_undo(&s.events[0], &now));
	now.boottime_ms = s.events[0].boottime_ms;
	assert_true(clock_can_undo(&s.events[0], &now));
	now.boot = scene_id(76);
	assert_false(clock_can_undo(&s.events[0], &now));
	now.boot = scene_id(77);
	s.events[0].kind = PUNCH_VOID;
	assert_false(clock_can_undo(&s.events[0], &now));
}

/* --- order -----------------------------------------------------------------
 */

static void
test_order_of_ties(void **state)
{
	struct clock_event a = {.at_ms = 5,
		.number = 2,
		.enrolment = scene_id(3),
		.id = scene_id(4)};
	struct clock_event b = a;

	assert_int_equal(clock_event_compare(&a, &b), 0);
	b.id = scene_id(5);
	assert_true(clock_event_compare(&a, &b) < 0);
	b.enrolment = scene_id(2);
	assert_true(clock_event_compare(&a, &b) > 0);
	b.number = 3;
	assert_true(clock_event_compare(&a, &b) < 0);
	b.at_ms = 4;
	assert_true(clock_event_compare(&a, &b) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_void_restores_what_was),
		cmocka_unit_test(test_void_of_each_kind),
		cmocka_unit_test(test_void_takes_effect_for_thirty_seconds),
		cmocka_unit_test(test_void_that_is_proven_late_does_nothing),
		cmocka_unit_test(test_void_is_of_its_enrolments_punch),
		cmocka_unit_test(test_void_before_its_target_does_nothing),
		cmocka_unit_test(test_void_of_a_void_and_of_nothing_known),
		cmocka_unit_test(test_can_undo_agrees_with_the_replay),
		cmocka_unit_test(test_order_of_ties),
	};

	return cmocka_run_group_tests_name("clock undo", tests, NULL, NULL);
}
