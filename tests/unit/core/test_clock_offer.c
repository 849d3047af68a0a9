#include "lib/clock_scene.h"
#include "lib/cmocka_all.h"

#include <string.h>

#include "core/clock.h"

#define NOW_MS INT64_C(1763985600000) /* noon, UTC */
#define MINUTE_MS INT64_C(60000)

static const struct clock_rules untracked = {
	.meal = {.tracked = false,
		.length_minutes = 30,
		.due_after_minutes = 60},
};
static const struct clock_rules warn = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
		.early = MEAL_EARLY_WARN},
};
static const struct clock_rules block = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
		.early = MEAL_EARLY_BLOCK},
};

static struct clock_offer
offer(const struct clock_rules *rules, enum clock_mode mode,
	enum punch_kind kind, int64_t passed_ms)
{
	struct clock_state state = {
		.mode = mode, .since_ms = NOW_MS - passed_ms};
	struct clock_offer got;

	memset(&got, 0xff, sizeof(got));
	clock_offer(&state, rules, kind, NOW_MS, &got);
	return got;
}

static void
expect(const struct clock_rules *rules, enum clock_mode mode,
	enum punch_kind kind, enum clock_answer answer)
{
	struct clock_offer got = offer(rules, mode, kind, 30 * MINUTE_MS);
	bool silent = answer == CLOCK_ALLOWED || answer == CLOCK_HIDDEN;

	assert_int_equal(got.answer, answer);
	assert_int_equal(got.minutes_left, 0);
	assert_false(got.by_operator);
	assert_int_equal(got.forced, kind == PUNCH_STOP && mode == CLOCK_OUT);
	assert_int_equal(got.why[0] == '\0', silent);
	if (!silent)
		assert_int_not_equal(got.why[strlen(got.why) - 1], '.');
}

static void
test_the_table(void **state)
{
	const struct clock_rules *all[] = {&untracked, &warn, &block};

	for (int i = 0; i < 3; i++) {
		const struct clock_rules *r = all[i];
		enum clock_answer meal = i ? CLOCK_ALLOWED : CLOCK_HIDDEN;

		expect(r, CLOCK_OUT, PUNCH_GO, CLOCK_ALLOWED);
		expect(r, CLOCK_OUT, PUNCH_STOP, CLOCK_DISABLED);
		expect(r, CLOCK_OUT, PUNCH_MEAL, CLOCK_HIDDEN);
		expect(r, CLOCK_OUT, PUNCH_RESUME, CLOCK_HIDDEN);
		expect(r, CLOCK_IN, PUNCH_GO, CLOCK_ALLOWED);
		expect(r, CLOCK_IN, PUNCH_STOP, CLOCK_ALLOWED);
		expect(r, CLOCK_IN, PUNCH_MEAL, meal);
		expect(r, CLOCK_IN, PUNCH_RESUME, CLOCK_HIDDEN);
		expect(r, CLOCK_MEAL, PUNCH_GO, CLOCK_DISABLED);
		expect(r, CLOCK_MEAL, PUNCH_STOP, CLOCK_ASK);
		expect(r, CLOCK_MEAL, PUNCH_MEAL, CLOCK_HIDDEN);
		expect(r, CLOCK_MEAL, PUNCH_RESUME, CLOCK_ALLOWED);
		expect(r, CLOCK_IN, PUNCH_VOID, CLOCK_HIDDEN);
	}
}

static void
test_early_end_of_a_break_warns(void **state)
{
	struct clock_offer got =
		offer(&warn, CLOCK_MEAL, PUNCH_RESUME, 20 * MINUTE_MS);

	assert_int_equal(got.answer, CLOCK_ASK);
	assert_int_equal(got.minutes_left, 10);
	assert_false(got.by_operator);
	assert_non_null(strstr(got.why, "10 minutes"));
}

static void
test_early_end_of_a_break_is_blocked(void **state)
{
	struct clock_offer got =
		offer(&block, CLOCK_MEAL, PUNCH_RESUME, 20 * MINUTE_MS);

	assert_int_equal(got.answer, CLOCK_DISABLED);
	assert_int_equal(got.minutes_left, 10);
	assert_true(got.by_operator);
	assert_non_null(strstr(got.why, "10 minutes"));
	assert_non_null(strstr(got.why, "Clock In For"));
}

static void
test_nobody_is_trapped_in_a_break(void **state)
{
	struct clock_offer got = offer(&block, CLOCK_MEAL, PUNCH_STOP, 0);

	assert_int_equal(got.answer, CLOCK_ASK);
	got = offer(&untracked, CLOCK_MEAL, PUNCH_RESUME, 0);
	assert_int_equal(got.answer, CLOCK_ALLOWED);
}

static int
minutes_left_after(int64_t passed_ms)
{
	return offer(&warn, CLOCK_MEAL, PUNCH_RESUME, passed_ms).minutes_left;
}

static void
test_minutes_left_are_rounded_up(void **state)
{
	struct clock_offer got;

	assert_int_equal(minutes_left_after(0), 30);
	assert_int_equal(minutes_left_after(1), 30);
	assert_int_equal(minutes_left_after(MINUTE_MS - 1), 30);
	assert_int_equal(minutes_left_after(MINUTE_MS), 29);
	assert_int_equal(minutes_left_after(30 * MINUTE_MS - 1), 1);
	assert_int_equal(minutes_left_after(30 * MINUTE_MS), 0);
	/* This clock is behind the one that began the break. */
	assert_int_equal(minutes_left_after(-5 * MINUTE_MS), 30);
	got = offer(&warn, CLOCK_MEAL, PUNCH_RESUME, 30 * MINUTE_MS - 1);
	assert_non_null(strstr(got.why, "1 minute too early"));
}

/* --- when a break falls due -------------------------------------------- */

static int64_t
due(enum clock_mode mode, const struct clock_rules *rules, int worked_minutes,
	int meals_taken)
{
	struct clock_state state = {.mode = mode,
		.since_ms = NOW_MS,
		.worked_ms = worked_minutes * MINUTE_MS,
		.meals_taken = meals_taken};
	struct clock_due due = clock_meal_due(&state, rules);

	return due.at_ms ? (due.at_ms - NOW_MS) / MINUTE_MS : -1;
}

static void
test_breaks_fall_due_by_the_days_work(void **state)
{
	assert_int_equal(due(CLOCK_IN, &warn, 0, 0), 240);
	assert_int_equal(due(CLOCK_IN, &warn, 100, 0), 140);
	/* The second is due at 2 x N, early or late as the first was. */
	assert_int_equal(due(CLOCK_IN, &warn, 60, 1), 420);
	assert_int_equal(due(CLOCK_IN, &warn, 300, 1), 180);
	assert_int_equal(due(CLOCK_IN, &warn, 480, 2), 240);
	assert_int_equal(due(CLOCK_IN, &warn, 240, 0), 0);
}

/* Five hours of work, then a break is due. */
static const struct clock_rules after_five = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 300},
	.max_record_minutes = CLOCK_RECORD_MAX_MINUTES,
};

static void
expect_due(struct scene *s, int hour, int minute, bool before)
{
	struct clock_due due;

	scene_replay(s, &after_five);
	due = clock_meal_due(&s->state, &after_five);
	assert_int_equal(due.at_ms, SCENE_AT(hour, minute));
	assert_int_equal(due.before, before);
}

static void
test_a_break_that_was_due_before_a_switch_keeps_its_time(void **state)
{
	struct scene s = {.n = 0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	expect_due(&s, 13, 0, false);
	scene_go(&s, JOB_B, SCENE_AT(13, 30));
	expect_due(&s, 13, 0, false);
	scene_go(&s, JOB_A, SCENE_AT(14, 0));
	expect_due(&s, 13, 0, false);
}

/* Where the work was not unbroken, only so much is known. */
static void
test_a_break_that_was_due_before_a_stop_was_due_before(void **state)
{
	struct scene s = {.n = 0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_add(&s, PUNCH_STOP, SCENE_AT(14, 0));
	scene_go(&s, JOB_A, SCENE_AT(15, 0));
	expect_due(&s, 15, 0, true);
}

/* A record that was forgotten is no work, and the day is the next one. */
static void
test_a_forgotten_day_makes_no_break_due(void **state)
{
	struct scene s = {.n = 0};

	scene_go(&s, JOB_A, SCENE_AT(8, 0));
	scene_go(&s, JOB_A, SCENE_AT(24 + 8, 0));
	expect_due(&s, 24 + 13, 0, false);
}

static void
test_no_break_falls_due(void **state)
{
	struct clock_rules no_length = warn;

	no_length.meal.due_after_minutes = 0;
	assert_int_equal(due(CLOCK_OUT, &warn, 0, 0), -1);
	assert_int_equal(due(CLOCK_MEAL, &warn, 0, 1), -1);
	assert_int_equal(due(CLOCK_IN, &untracked, 0, 0), -1);
	assert_int_equal(due(CLOCK_IN, &no_length, 0, 0), -1);
}

static bool
left_open(enum clock_mode mode, int64_t since_ms, int max_minutes)
{
	struct clock_state state = {.mode = mode, .since_ms = since_ms};
	struct clock_rules rules = warn;

	rules.max_record_minutes = max_minutes;
	return clock_is_left_open(&state, &rules, NOW_MS);
}

/* By its age: a night shift is not a forgotten stop. */
static void
test_left_open_for_longer_than_a_record_can_be(void **state)
{
	int64_t day = NOW_MS - 24 * 60 * MINUTE_MS;

	assert_false(left_open(CLOCK_IN, day, 0));
	assert_true(left_open(CLOCK_IN, day - 1, 0));
	assert_true(left_open(CLOCK_MEAL, day - 1, 0));
	assert_false(left_open(CLOCK_OUT, day - 1, 0));
	assert_false(left_open(CLOCK_IN, NOW_MS - 960 * MINUTE_MS, 960));
	assert_true(left_open(CLOCK_IN, NOW_MS - 960 * MINUTE_MS - 1, 960));
	assert_false(left_open(CLOCK_IN, day - 1, 2000));
	assert_false(left_open(CLOCK_IN, NOW_MS + 2000 * MINUTE_MS, 960));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table),
		cmocka_unit_test(test_early_end_of_a_break_warns),
		cmocka_unit_test(test_early_end_of_a_break_is_blocked),
		cmocka_unit_test(test_nobody_is_trapped_in_a_break),
		cmocka_unit_test(test_minutes_left_are_rounded_up),
		cmocka_unit_test(test_breaks_fall_due_by_the_days_work),
		cmocka_unit_test(
			test_a_break_that_was_due_before_a_switch_keeps_its_time),
		cmocka_unit_test(
			test_a_break_that_was_due_before_a_stop_was_due_before),
		cmocka_unit_test(test_a_forgotten_day_makes_no_break_due),
		cmocka_unit_test(test_no_break_falls_due),
		cmocka_unit_test(
			test_left_open_for_longer_than_a_record_can_be),
	};

	return cmocka_run_group_tests_name("clock_offer", tests, NULL, NULL);
}
