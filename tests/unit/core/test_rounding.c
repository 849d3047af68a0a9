#include "core/rounding.h"
#include "lib/cmocka_all.h"

#define MINUTE INT64_C(60000)
#define DAY INT64_C(86400000)

/* Of a day long ago, as milliseconds of it. */
static int64_t
at(int hour, int minute, int second, int ms)
{
	return 20000 * DAY + (hour * 60 + minute) * MINUTE + second * 1000 + ms;
}

static void
expect(const struct rounding_policy *policy, const struct zone *zone,
	int64_t raw, int64_t shown)
{
	assert_int_equal(rounding_show(policy, zone, raw), shown);
}

static void
test_the_nearest_of_the_grid_half_later(void **state)
{
	static const int grids[] = {0, 1, 5, 6, 10, 15, 30, 60};

	(void)state;
	for (size_t i = 0; i < sizeof(grids) / sizeof(grids[0]); i++) {
		const struct rounding_policy policy = {
			.grid_minutes = grids[i]};
		const int64_t step = MINUTE * (grids[i] > 0 ? grids[i] : 1);
		const int64_t on = at(12, 0, 0, 0);

		expect(&policy, NULL, on, on);
		expect(&policy, NULL, on + step / 2 - 1, on);
		expect(&policy, NULL, on + step / 2, on + step);
		expect(&policy, NULL, on + step - 1, on + step);
		expect(&policy, NULL, on - step / 2 - 1, on - step);
		expect(&policy, NULL, on - step / 2, on);
	}
}

static void
test_the_grid_is_one_of_local_time(void **state)
{
	const struct rounding_policy quarter = {.grid_minutes = 15};
	const struct rounding_policy half = {.grid_minutes = 30};
	struct zone *zone;
	struct err err;

	(void)state;
	/* 5:45 ahead: 12:00 there is 06:15 UTC */
	assert_int_equal(zone_parse_rule("NPT-5:45", &zone, &err), 0);
	expect(&half, zone, at(6, 29, 59, 999), at(6, 15, 0, 0));
	expect(&half, zone, at(6, 30, 0, 0), at(6, 45, 0, 0));
	zone_free(&zone);
	/* 12 minutes ahead */
	assert_int_equal(zone_parse_rule("ABC-0:12", &zone, &err), 0);
	expect(&quarter, zone, at(12, 3, 0, 0), at(12, 3, 0, 0));
	expect(&quarter, zone, at(12, 10, 29, 999), at(12, 3, 0, 0));
	expect(&quarter, zone, at(12, 10, 30, 0), at(12, 18, 0, 0));
	zone_free(&zone);
}

static void
test_a_range_to_the_end_of_its_last_minute(void **state)
{
	const struct rounding_policy seven = {.grid_minutes = 15,
		.from_minute = 410,
		.until_minute = 430,
		.to_minute = 420};

	(void)state;
	expect(&seven, NULL, at(6, 49, 59, 999), at(6, 45, 0, 0));
	expect(&seven, NULL, at(6, 50, 0, 0), at(7, 0, 0, 0));
	expect(&seven, NULL, at(7, 10, 59, 999), at(7, 0, 0, 0));
	expect(&seven, NULL, at(7, 11, 0, 0), at(7, 15, 0, 0));
}

static void
test_a_range_over_midnight(void **state)
{
	const struct rounding_policy midnight = {
		.from_minute = 1430, .until_minute = 10, .to_minute = 0};
	const struct rounding_policy before = {
		.from_minute = 1430, .until_minute = 10, .to_minute = 1435};

	(void)state;
	expect(&midnight, NULL, at(23, 49, 29, 999), at(23, 49, 0, 0));
	expect(&midnight, NULL, at(23, 50, 0, 0), at(24, 0, 0, 0));
	expect(&midnight, NULL, at(0, 10, 59, 0), at(0, 0, 0, 0));
	expect(&midnight, NULL, at(0, 11, 0, 0), at(0, 11, 0, 0));
	expect(&before, NULL, at(23, 50, 0, 0), at(23, 55, 0, 0));
	expect(&before, NULL, at(24, 5, 0, 0), at(23, 55, 0, 0));
}

/* New York: 2:00 is 3:00 on 2026-03-08, and 1:00 again on 2026-11-01. */
static void
test_where_clocks_change(void **state)
{
	const int64_t spring = 20520 * DAY + 7 * 60 * MINUTE; /* 03:00 EDT */
	const int64_t autumn = 20758 * DAY + 6 * 60 * MINUTE; /* 01:00 EST */
	const struct rounding_policy to_three = {
		.from_minute = 100, .until_minute = 200, .to_minute = 180};
	const struct rounding_policy to_one = {
		.from_minute = 60, .until_minute = 119, .to_minute = 90};
	const struct rounding_policy quarter = {.grid_minutes = 15};
	struct zone *zone;
	struct err err;

	(void)state;
	assert_int_equal(
		zone_parse_rule("EST5EDT,M3.2.0,M11.1.0", &zone, &err), 0);
	/* 01:53 EST is shown as 03:00 EDT, by the grid and by a range */
	expect(&quarter, zone, spring - 7 * MINUTE, spring);
	expect(&quarter, zone, spring - 8 * MINUTE, spring - 15 * MINUTE);
	expect(&to_three, zone, spring - 7 * MINUTE, spring);
	expect(&to_three, zone, spring + 7 * MINUTE, spring);
	/* each 01:30 of the two is reached from its own hour */
	expect(&to_one, zone, autumn - 59 * MINUTE, autumn - 30 * MINUTE);
	expect(&to_one, zone, autumn - 1, autumn - 30 * MINUTE);
	expect(&to_one, zone, autumn, autumn + 30 * MINUTE);
	zone_free(&zone);
}

static void
test_a_range_as_people_write_it(void **state)
{
	static const char *const wrong[] = {"06:50", "06:50-07:10",
		"06:50-07:10 as", "06:50-07:10 as 07:00 ",
		"6:50-07:10 as 07:00", "06:50-24:00 as 07:00",
		"06:60-07:10 as 07:00", "06:50-06:50 as 07:00", " ",
		"06:50-07:10 07:00"};
	struct rounding_policy policy = {.grid_minutes = 15};
	struct err err;

	(void)state;
	assert_int_equal(
		rounding_parse_range("06:50-07:10 as 07:00", &policy, &err), 0);
	assert_int_equal(policy.grid_minutes, 15);
	assert_int_equal(policy.from_minute, 410);
	assert_int_equal(policy.until_minute, 430);
	assert_int_equal(policy.to_minute, 420);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
			rounding_parse_range(wrong[i], &policy, &err), -1);
	assert_int_equal(policy.to_minute, 420);
	assert_int_equal(rounding_parse_range("", &policy, &err), 0);
	assert_int_equal(policy.from_minute, policy.until_minute);
}

static void
test_before_1970(void **state)
{
	const struct rounding_policy quarter = {.grid_minutes = 15};

	(void)state;
	expect(&quarter, NULL, -DAY - 1, -DAY);
	expect(&quarter, NULL, -8 * MINUTE, -15 * MINUTE);
	expect(&quarter, NULL, -15 * MINUTE / 2, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_nearest_of_the_grid_half_later),
		cmocka_unit_test(test_the_grid_is_one_of_local_time),
		cmocka_unit_test(test_a_range_to_the_end_of_its_last_minute),
		cmocka_unit_test(test_a_range_over_midnight),
		cmocka_unit_test(test_where_clocks_change),
		cmocka_unit_test(test_a_range_as_people_write_it),
		cmocka_unit_test(test_before_1970),
	};

	return cmocka_run_group_tests_name("rounding", tests, NULL, NULL);
}
