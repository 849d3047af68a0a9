/* The service's time, carried on by this device's clocks. */

#include "core/reckon.h"
#include "lib/cmocka_all.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define TRUE_MS INT64_C(1795266000000)    /* 21 Nov 2026 13:00 UTC */
#define IN_2099_MS INT64_C(4070908800000) /* when a dead clock begins */

static struct stamp
stamp_of(int64_t wall_ms, int64_t boottime_ms, uint8_t boot)
{
	return (struct stamp){.wall_ms = wall_ms,
		.boottime_ms = boottime_ms,
		.boot = {{0xb0, boot}}};
}

/* How wrong a device's clock can be. */
static const int64_t walls_ms[] = {
	TRUE_MS,
	TRUE_MS + HOUR_MS,
	TRUE_MS - HOUR_MS,
	TRUE_MS + DAY_MS,
	TRUE_MS - DAY_MS,
	5000,
	IN_2099_MS,
};
#define WALLS (sizeof(walls_ms) / sizeof(walls_ms[0]))

static void
within_a_boot_it_is_exact_whatever_the_wall_clock_says(void **state)
{
	for (size_t i = 0; i < WALLS; i++) {
		const struct stamp heard = stamp_of(walls_ms[i], 60000, 1);
		const struct reckoning told = reckon_told(TRUE_MS, &heard);

		for (size_t k = 0; k < WALLS; k++) {
			const struct stamp later =
				stamp_of(walls_ms[k], 60000 + HOUR_MS, 1);
			const struct stamp before =
				stamp_of(walls_ms[k], 1000, 1);

			assert_int_equal(
				reckon_now(&told, &later), TRUE_MS + HOUR_MS);
			assert_int_equal(
				reckon_press(&told, &later), TRUE_MS + HOUR_MS);
			assert_int_equal(
				reckon_press(&told, &before), TRUE_MS - 59000);
		}
	}
}

/* A clock stays as wrong as it was, set or not. */
static void
in_a_later_boot_it_goes_by_what_the_clock_was_wrong_by(void **state)
{
	for (size_t i = 0; i < WALLS; i++) {
		const struct stamp heard = stamp_of(walls_ms[i], 60000, 1);
		const struct reckoning told = reckon_told(TRUE_MS, &heard);
		const struct stamp later =
			stamp_of(walls_ms[i] + 2 * HOUR_MS, 5000, 2);
		const struct stamp before =
			stamp_of(walls_ms[i] - 2 * HOUR_MS, 5000, 3);

		assert_int_equal(
			reckon_now(&told, &later), TRUE_MS + 2 * HOUR_MS);
		assert_int_equal(
			reckon_press(&told, &before), TRUE_MS - 2 * HOUR_MS);
	}
}

/* One that was never set says nothing, and may have been set meanwhile. */
static void
a_dead_clock_is_never_taken_for_decades(void **state)
{
	for (size_t i = 5; i < WALLS; i++) {
		const struct stamp heard = stamp_of(walls_ms[i], 60000, 1);
		const struct reckoning told = reckon_told(TRUE_MS, &heard);
		const struct stamp set = stamp_of(TRUE_MS + HOUR_MS, 5000, 2);

		assert_int_equal(reckon_now(&told, &set), TRUE_MS + HOUR_MS);
	}
}

static void
time_never_goes_back_behind_an_answer(void **state)
{
	const struct stamp heard = stamp_of(TRUE_MS, 60000, 1);
	const struct reckoning told = reckon_told(TRUE_MS, &heard);
	const struct stamp dead = stamp_of(5000, 90000, 2);

	assert_int_equal(reckon_now(&told, &dead), TRUE_MS + 90000);
}

static void
without_an_answer_there_is_only_the_wall_clock(void **state)
{
	const struct reckoning none = {.service_ms = 0};
	const struct stamp now = stamp_of(5000, 90000, 1);

	assert_int_equal(reckon_now(&none, &now), 5000);
	assert_int_equal(reckon_press(&none, &now), 5000);
}

static void
an_answer_that_could_be_reckoned_is_no_news(void **state)
{
	const struct stamp heard = stamp_of(TRUE_MS, 60000, 1);
	const struct stamp later = stamp_of(TRUE_MS + HOUR_MS, 3660000, 1);
	const struct stamp stepped = stamp_of(TRUE_MS, 3660000, 1);
	const struct stamp rebooted = stamp_of(TRUE_MS + HOUR_MS, 3660000, 2);
	const struct reckoning none = {.service_ms = 0};
	const struct reckoning told = reckon_told(TRUE_MS, &heard);
	struct reckoning next = reckon_told(TRUE_MS + HOUR_MS + 900, &later);

	assert_true(reckon_is_news(&none, &told));
	assert_false(reckon_is_news(&told, &next));
	next = reckon_told(TRUE_MS + HOUR_MS + 1000, &later);
	assert_true(reckon_is_news(&told, &next));
	next = reckon_told(TRUE_MS + HOUR_MS, &stepped);
	assert_true(reckon_is_news(&told, &next));
	next = reckon_told(TRUE_MS + HOUR_MS, &rebooted);
	assert_true(reckon_is_news(&told, &next));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			within_a_boot_it_is_exact_whatever_the_wall_clock_says),
		cmocka_unit_test(
			in_a_later_boot_it_goes_by_what_the_clock_was_wrong_by),
		cmocka_unit_test(a_dead_clock_is_never_taken_for_decades),
		cmocka_unit_test(time_never_goes_back_behind_an_answer),
		cmocka_unit_test(
			without_an_answer_there_is_only_the_wall_clock),
		cmocka_unit_test(an_answer_that_could_be_reckoned_is_no_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
