#include "lib/cmocka_all.h"

#include <string.h>

#include "core/restate.h"

#define RECEIVED_MS INT64_C(1764000000000)
#define MINUTE_MS INT64_C(60000)
#define NO_PREVIOUS INT64_MIN

static const struct id boot_a = {{0xa}}, boot_b = {{0xb}};

static struct punch
pressed(struct id boot, int64_t wall_ms, int64_t boottime_ms)
{
	struct punch punch = {.pressed = {.wall_ms = wall_ms,
				      .boottime_ms = boottime_ms,
				      .boot = boot}};

	return punch;
}

static struct restate_delivery
delivered(struct id boot, int64_t wall_ms, int64_t boottime_ms)
{
	struct restate_delivery delivery = {
		.now = {.wall_ms = wall_ms,
			.boottime_ms = boottime_ms,
			.boot = boot},
		.received_ms = RECEIVED_MS,
	};

	return delivery;
}

static void
expect(const struct punch *punch, const struct restate_delivery *delivery,
	const struct restate_anchor *anchor, int64_t previous_ms,
	struct restated want)
{
	struct punch before = *punch;
	struct restated got;

	assert_true(restate_punch(punch, delivery, anchor, previous_ms, &got));
	assert_int_equal(got.at_ms, want.at_ms);
	assert_int_equal(got.method, want.method);
	assert_int_equal(got.flags, want.flags);
	/* What was claimed stays as it is. */
	assert_memory_equal(punch, &before, sizeof(before));
}

static void
test_same_boot_is_exact(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS - 7000, 1000);
	struct restate_delivery d = delivered(boot_a, RECEIVED_MS, 8000);

	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS - 7000, RESTATE_SAME_BOOT, 0});
	p.pressed.boottime_ms = 8000;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_SAME_BOOT, 0});
}

static void
test_same_boot_whatever_the_wall_clock_says(void **state)
{
	struct punch p = pressed(boot_a, 0, 1000);
	struct restate_delivery d = delivered(boot_a, 5 * RECEIVED_MS, 8000);

	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS - 7000, RESTATE_SAME_BOOT,
			RESTATE_DIFFERS});
}

static void
test_pressed_after_it_was_sent_contradicts(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS, 8001);
	struct restate_delivery d = delivered(boot_a, RECEIVED_MS, 8000);
	struct restated got;

	assert_false(restate_punch(&p, &d, NULL, NO_PREVIOUS, &got));
	d.now.boot = boot_b;
	assert_true(restate_punch(&p, &d, NULL, NO_PREVIOUS, &got));
}

static void
test_more_than_five_minutes_are_flagged(void **state)
{
	struct restate_delivery d = delivered(boot_a, RECEIVED_MS, 8000);
	const struct {
		int64_t wall_ms;
		unsigned flags;
	} walls[] = {
		{RECEIVED_MS - 5 * MINUTE_MS, 0},
		{RECEIVED_MS - 5 * MINUTE_MS - 1, RESTATE_DIFFERS},
		{RECEIVED_MS + 5 * MINUTE_MS, 0},
		{RECEIVED_MS + 5 * MINUTE_MS + 1, RESTATE_DIFFERS},
	};

	for (size_t i = 0; i < sizeof(walls) / sizeof(*walls); i++) {
		struct punch p = pressed(boot_a, walls[i].wall_ms, 8000);

		expect(&p, &d, NULL, NO_PREVIOUS,
			(struct restated){RECEIVED_MS, RESTATE_SAME_BOOT,
				walls[i].flags});
	}
}

static void
test_another_boot_with_an_anchor_is_exact(void **state)
{
	struct punch p = pressed(boot_a, 123, 50000);
	struct restate_delivery d = delivered(boot_b, 456, 10);
	struct restate_anchor anchor = {true, 90000, RECEIVED_MS - MINUTE_MS};

	/* Pressed before that delivery … */
	expect(&p, &d, &anchor, NO_PREVIOUS,
		(struct restated){RECEIVED_MS - MINUTE_MS - 40000,
			RESTATE_ANCHOR, RESTATE_DIFFERS});
	/* … or after it. */
	p.pressed.boottime_ms = 95000;
	expect(&p, &d, &anchor, NO_PREVIOUS,
		(struct restated){RECEIVED_MS - MINUTE_MS + 5000,
			RESTATE_ANCHOR, RESTATE_DIFFERS});
	/* An anchor is not asked where the boot is the delivery's own. */
	p.pressed.boot = boot_b;
	p.pressed.boottime_ms = 4;
	expect(&p, &d, &anchor, NO_PREVIOUS,
		(struct restated){
			RECEIVED_MS - 6, RESTATE_SAME_BOOT, RESTATE_DIFFERS});
}

static void
test_another_boot_without_an_anchor_uses_the_wall(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS - 50 * MINUTE_MS, 5);
	struct restate_delivery d =
		delivered(boot_b, RECEIVED_MS - 2 * MINUTE_MS, 7);
	struct restate_anchor unknown = {false, 1, 1};
	struct restated want = {RECEIVED_MS - 48 * MINUTE_MS, RESTATE_WALL, 0};

	expect(&p, &d, &unknown, NO_PREVIOUS, want);
	expect(&p, &d, NULL, NO_PREVIOUS, want);
}

static void
test_the_future_is_clamped(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS + 1, 5);
	struct restate_delivery d = delivered(boot_b, RECEIVED_MS, 7);

	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_WALL, RESTATE_FUTURE});
	p.pressed.wall_ms--;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_WALL, 0});
	p.pressed.wall_ms += 6 * MINUTE_MS;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_WALL,
			RESTATE_FUTURE | RESTATE_DIFFERS});
}

static void
test_before_1970_is_1970(void **state)
{
	struct punch p = pressed(boot_a, 3000, 5);
	struct restate_delivery d = delivered(boot_b, RECEIVED_MS + 4000, 7);

	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){0, RESTATE_WALL, 0});
}

static void
test_a_devices_order_is_a_fact(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS - 7000, 1000);
	struct restate_delivery d = delivered(boot_a, RECEIVED_MS, 8000);
	struct restated as_it_is = {RECEIVED_MS - 7000, RESTATE_SAME_BOOT, 0};

	expect(&p, &d, NULL, RECEIVED_MS - 7000, as_it_is);
	expect(&p, &d, NULL, RECEIVED_MS - 7001, as_it_is);
	expect(&p, &d, NULL, RECEIVED_MS - 6999,
		(struct restated){
			RECEIVED_MS - 6999, RESTATE_SAME_BOOT, RESTATE_LIFTED});
	expect(&p, &d, NULL, RECEIVED_MS + 6 * MINUTE_MS,
		(struct restated){RECEIVED_MS + 6 * MINUTE_MS,
			RESTATE_SAME_BOOT, RESTATE_LIFTED | RESTATE_DIFFERS});
}

static void
test_a_chosen_time_is_taken_as_typed(void **state)
{
	struct punch p = pressed(boot_a, RECEIVED_MS - 7000, 1000);
	struct restate_delivery d = delivered(boot_a, RECEIVED_MS, 8000);

	p.has_chosen = true;
	p.chosen_ms = RECEIVED_MS - 300 * MINUTE_MS;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){p.chosen_ms, RESTATE_CHOSEN, 0});
	/* Whatever the device did in between. */
	expect(&p, &d, NULL, RECEIVED_MS - 10000,
		(struct restated){p.chosen_ms, RESTATE_CHOSEN, 0});
	p.chosen_ms = RECEIVED_MS - 7000;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){p.chosen_ms, RESTATE_CHOSEN, 0});
}

static void
test_a_chosen_time_is_never_later_than_the_press(void **state)
{
	/* The device's wall clock is a day ahead. */
	int64_t ahead = 24 * 60 * MINUTE_MS;
	struct punch p = pressed(boot_a, RECEIVED_MS - 7000 + ahead, 1000);
	struct restate_delivery d =
		delivered(boot_a, RECEIVED_MS + ahead, 8000);

	p.has_chosen = true;
	p.chosen_ms = p.pressed.wall_ms - MINUTE_MS;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){
			RECEIVED_MS - 7000, RESTATE_CHOSEN, RESTATE_DIFFERS});
	p.chosen_ms = RECEIVED_MS - 6999;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS - 7000, RESTATE_CHOSEN, 0});
	/* A clamped press that stands for it is flagged as what it is. */
	p.pressed.boot = boot_b;
	p.chosen_ms = RECEIVED_MS + ahead;
	p.pressed.wall_ms = RECEIVED_MS + 2 * ahead;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_CHOSEN,
			RESTATE_FUTURE | RESTATE_DIFFERS});
	p.chosen_ms = RECEIVED_MS;
	expect(&p, &d, NULL, NO_PREVIOUS,
		(struct restated){RECEIVED_MS, RESTATE_CHOSEN, 0});
}

static void
test_names(void **state)
{
	assert_string_equal(
		restate_method_name(RESTATE_SAME_BOOT), "same-boot");
	assert_string_equal(restate_method_name(RESTATE_CHOSEN), "chosen");
	assert_string_equal(restate_flag_name(RESTATE_DIFFERS), "differs");
	assert_string_equal(restate_flag_name(RESTATE_LIFTED), "lifted");
	assert_null(restate_flag_name(1 << 3));
}

/* --- steps of the wall clock -----------------------------------------------
 */

static bool
stepped(int64_t wall_passed_ms, int64_t boot_passed_ms)
{
	struct stamp earlier = {
		.wall_ms = RECEIVED_MS, .boottime_ms = 100, .boot = boot_a};
	struct stamp later = {.wall_ms = RECEIVED_MS + wall_passed_ms,
		.boottime_ms = 100 + boot_passed_ms,
		.boot = boot_a};

	return restate_clock_stepped(&earlier, &later);
}

static void
test_steps_of_five_seconds_are_seen(void **state)
{
	struct stamp a = {.wall_ms = 0, .boot = boot_a};
	struct stamp b = {.wall_ms = 99999, .boot = boot_b};

	assert_false(stepped(0, 0));
	assert_false(stepped(4999, 0));
	assert_true(stepped(5000, 0));
	assert_false(stepped(-4999, 0));
	assert_true(stepped(-5000, 0));
	/* 100 ppm of 10 million ms are one second. */
	assert_false(stepped(10000000 + 5999, 10000000));
	assert_true(stepped(10000000 + 6000, 10000000));
	assert_false(stepped(10000000 - 5999, 10000000));
	assert_true(stepped(10000000 - 6000, 10000000));
	assert_false(restate_clock_stepped(&a, &b));
}

/* --- properties -------------------------------------------------------------
 */

static uint64_t seed = 88172645463325252;

static int64_t
random_below(int64_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)((seed >> 8) % (uint64_t)limit);
}

/* A device in one boot: its wall clock is off and drifts, true time is known */
struct device {
	int64_t booted_ms; /* true time of boottime 0 */
	int64_t wall_off_ms;
	int64_t drift_ppm;
	struct id boot;
};

static struct stamp
read_clocks(const struct device *device, int64_t true_ms)
{
	int64_t boottime = true_ms - device->booted_ms;
	struct stamp stamp = {
		.wall_ms = true_ms + device->wall_off_ms +
			   boottime * device->drift_ppm / 1000000,
		.boottime_ms = boottime,
		.boot = device->boot,
	};

	return stamp;
}

static struct device
some_device(struct id boot)
{
	struct device device = {
		.booted_ms = RECEIVED_MS - random_below(400 * 86400000LL),
		.wall_off_ms = random_below(2000000000) - 1000000000,
		.drift_ppm = random_below(201) - 100,
		.boot = boot,
	};

	return device;
}

/* With boot time as witness, the restated time is the true one. */
static void
test_restated_time_is_true(void **state)
{
	for (int round = 0; round < 5000; round++) {
		struct device a = some_device(boot_a);
		struct device b = some_device(boot_b);
		int64_t alive_ms = RECEIVED_MS - a.booted_ms + 1;
		int64_t press_ms = a.booted_ms + random_below(alive_ms);
		int64_t anchor_ms = a.booted_ms + random_below(alive_ms);
		struct punch p = {.pressed = read_clocks(&a, press_ms)};
		struct restate_delivery same = {
			read_clocks(&a, RECEIVED_MS), RECEIVED_MS};
		struct restate_delivery other = {
			read_clocks(&b, RECEIVED_MS), RECEIVED_MS};
		struct restate_anchor anchor = {true,
			read_clocks(&a, anchor_ms).boottime_ms, anchor_ms};
		struct restated got;

		assert_true(restate_punch(
			&p, &same, NULL, press_ms - random_below(9), &got));
		assert_int_equal(got.at_ms, press_ms);
		assert_true(
			restate_punch(&p, &other, &anchor, NO_PREVIOUS, &got));
		assert_int_equal(got.at_ms, press_ms);
		assert_false(got.flags & (RESTATE_FUTURE | RESTATE_LIFTED));
	}
}

/* Nothing is after it was received; no device runs backwards. */
static void
test_restated_time_keeps_its_bounds(void **state)
{
	for (int round = 0; round < 5000; round++) {
		struct device a = some_device(boot_a);
		struct device b = some_device(boot_b);
		struct punch p = {.pressed = read_clocks(&a, RECEIVED_MS)};
		struct restate_delivery d = {
			read_clocks(&b, RECEIVED_MS), RECEIVED_MS};
		int64_t previous_ms = RECEIVED_MS - random_below(1000000);
		struct restated got;

		assert_true(restate_punch(&p, &d, NULL, previous_ms, &got));
		assert_in_range(got.at_ms, previous_ms, RECEIVED_MS);
	}
}

/* A clock that was moved is always seen, one that drifts never. */
static void
test_steps_and_drift_are_told_apart(void **state)
{
	for (int round = 0; round < 5000; round++) {
		struct device d = some_device(boot_a);
		int64_t passed_ms = random_below(400 * 86400000LL);
		int64_t step_ms = 5000 + random_below(100000000);
		int64_t t = d.booted_ms + random_below(40 * 86400000LL);
		struct stamp earlier = read_clocks(&d, t);
		struct stamp later = read_clocks(&d, t + passed_ms);

		assert_false(restate_clock_stepped(&earlier, &later));
		step_ms += passed_ms / 10000;
		later.wall_ms = earlier.wall_ms + passed_ms;
		later.wall_ms += round % 2 ? step_ms : -step_ms;
		assert_true(restate_clock_stepped(&earlier, &later));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_boot_is_exact),
		cmocka_unit_test(test_same_boot_whatever_the_wall_clock_says),
		cmocka_unit_test(test_pressed_after_it_was_sent_contradicts),
		cmocka_unit_test(test_more_than_five_minutes_are_flagged),
		cmocka_unit_test(test_another_boot_with_an_anchor_is_exact),
		cmocka_unit_test(
			test_another_boot_without_an_anchor_uses_the_wall),
		cmocka_unit_test(test_the_future_is_clamped),
		cmocka_unit_test(test_before_1970_is_1970),
		cmocka_unit_test(test_a_devices_order_is_a_fact),
		cmocka_unit_test(test_a_chosen_time_is_taken_as_typed),
		cmocka_unit_test(
			test_a_chosen_time_is_never_later_than_the_press),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_steps_of_five_seconds_are_seen),
		cmocka_unit_test(test_restated_time_is_true),
		cmocka_unit_test(test_restated_time_keeps_its_bounds),
		cmocka_unit_test(test_steps_and_drift_are_told_apart),
	};

	return cmocka_run_group_tests_name("restate", tests, NULL, NULL);
}
