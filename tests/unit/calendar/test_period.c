/* Work weeks and pay periods of every kind, over leap years and 1970. */
#include "calendar/period.h"

#include <string.h>

#include "calendar/date.h"
#include "lib/cmocka_all.h"

static int32_t
date(int year, int month, int day)
{
	const struct civil civil = {year, month, day, .hour = 0};

	return date_from_civil(&civil);
}

static void
expect(const struct period *period, int32_t first, int32_t last)
{
	assert_int_equal(period->first, first);
	assert_int_equal(period->last, last);
}

static void
expect_of(enum period_kind kind, int32_t start, int32_t at, int32_t first,
	int32_t last)
{
	const struct period_rule rule = {kind, start};
	struct period period;

	assert_true(period_of(&rule, at, &period));
	expect(&period, first, last);
}

static void
test_a_week_begins_on_any_day(void **state)
{
	/* 2026-11-25 is a Wednesday; of the seven weeks that hold it the one
	   from Wednesday begins last */
	const int first[7] = {23, 24, 25, 19, 20, 21, 22};

	for (int start = 0; start < 7; start++) {
		const struct period week =
			period_week(start, date(2026, 11, 25));

		expect(&week, date(2026, 11, first[start]),
			date(2026, 11, first[start] + 6));
	}
}

static void
test_weeks_lie_across_the_new_year_and_1970(void **state)
{
	struct period week = period_week(0, date(2027, 1, 3)); /* a Sunday */

	expect(&week, date(2026, 12, 28), date(2027, 1, 3));
	week = period_week(6, date(2027, 1, 3));
	expect(&week, date(2027, 1, 3), date(2027, 1, 9));
	/* 1970-01-01 was a Thursday */
	week = period_week(0, date(1970, 1, 1));
	expect(&week, date(1969, 12, 29), date(1970, 1, 4));
	week = period_week(0, date(1969, 12, 28));
	expect(&week, date(1969, 12, 22), date(1969, 12, 28));
	week = period_week(3, date(1969, 12, 31));
	expect(&week, date(1969, 12, 25), date(1969, 12, 31));
}

static void
test_every_date_is_in_its_week(void **state)
{
	for (int start = 0; start < 7; start++)
		for (int32_t d = -800; d < 800; d++) {
			const struct period week = period_week(start, d);

			assert_true(period_holds(&week, d));
			assert_int_equal(week.last - week.first, 6);
			assert_int_equal(date_weekday(week.first), start + 1);
		}
}

static void
test_none_has_no_period(void **state)
{
	const struct period_rule rule = {PERIOD_NONE, 0};
	struct period period = {5, 6};

	assert_false(period_of(&rule, 5, &period));
	assert_false(period_next(&rule, &period, &period));
	assert_false(period_before(&rule, &period, &period));
	expect(&period, 5, 6);
}

static void
test_periods_of_weeks_run_from_a_date_both_ways(void **state)
{
	const int32_t start = date(2026, 11, 16);

	expect_of(PERIOD_WEEKLY, start, start, start, start + 6);
	expect_of(PERIOD_WEEKLY, start, start - 1, start - 7, start - 1);
	expect_of(PERIOD_WEEKLY, start, start + 7, start + 7, start + 13);
	expect_of(PERIOD_TWO_WEEKS, start, date(2026, 11, 29), start,
		date(2026, 11, 29));
	expect_of(PERIOD_TWO_WEEKS, start, date(2026, 11, 30),
		date(2026, 11, 30), date(2026, 12, 13));
	expect_of(PERIOD_TWO_WEEKS, start, date(2026, 11, 15),
		date(2026, 11, 2), date(2026, 11, 15));
	expect_of(PERIOD_FOUR_WEEKS, start, date(2026, 12, 13), start,
		date(2026, 12, 13));
	expect_of(PERIOD_FOUR_WEEKS, start, date(2026, 12, 14),
		date(2026, 12, 14), date(2027, 1, 10));
	/* -1 is 1969-12-31; from 1970-01-05, a Monday */
	expect_of(PERIOD_WEEKLY, 4, -1, -3, 3);
	expect_of(PERIOD_TWO_WEEKS, 4, -11, -24, -11);
	expect_of(PERIOD_FOUR_WEEKS, 4, 3, -24, 3);
}

static void
test_twice_a_month(void **state)
{
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(2026, 11, 1), date(2026, 11, 1),
		date(2026, 11, 15));
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(2026, 11, 15),
		date(2026, 11, 1), date(2026, 11, 15));
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(2026, 11, 16),
		date(2026, 11, 16), date(2026, 11, 30));
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(2027, 2, 28), date(2027, 2, 16),
		date(2027, 2, 28));
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(2028, 2, 16), date(2028, 2, 16),
		date(2028, 2, 29));
	expect_of(PERIOD_TWICE_A_MONTH, 0, date(1969, 12, 31),
		date(1969, 12, 16), date(1969, 12, 31));
}

static void
test_monthly(void **state)
{
	expect_of(PERIOD_MONTHLY, 0, date(2026, 12, 31), date(2026, 12, 1),
		date(2026, 12, 31));
	expect_of(PERIOD_MONTHLY, 0, date(2027, 2, 14), date(2027, 2, 1),
		date(2027, 2, 28));
	expect_of(PERIOD_MONTHLY, 0, date(2028, 2, 14), date(2028, 2, 1),
		date(2028, 2, 29));
	expect_of(PERIOD_MONTHLY, 0, date(2000, 2, 29), date(2000, 2, 1),
		date(2000, 2, 29));
	expect_of(PERIOD_MONTHLY, 0, date(1900, 2, 1), date(1900, 2, 1),
		date(1900, 2, 28));
}

/* Each kind cuts time without a hole, forth and back the same. */
static void
test_periods_follow_each_other(void **state)
{
	for (int kind = PERIOD_WEEKLY; kind < PERIOD_KIND_COUNT; kind++) {
		const struct period_rule rule = {
			(enum period_kind)kind, date(2026, 11, 16)};
		struct period period, next, back;

		assert_true(period_of(&rule, date(1960, 1, 1), &period));
		while (period.first < date(2040, 1, 1)) {
			assert_true(period_next(&rule, &period, &next));
			assert_int_equal(next.first, period.last + 1);
			assert_true(period_before(&rule, &next, &back));
			expect(&back, period.first, period.last);
			assert_true(period_of(&rule, next.last, &back));
			expect(&back, next.first, next.last);
			period = next;
		}
	}
}

static void
test_the_ends_of_all_dates(void **state)
{
	const struct period_rule rule = {PERIOD_FOUR_WEEKS, INT32_MIN};
	struct period period = period_week(0, INT32_MIN);

	assert_true(period_holds(&period, INT32_MIN));
	period = period_week(6, INT32_MAX);
	assert_true(period_holds(&period, INT32_MAX));
	for (int kind = PERIOD_WEEKLY; kind < PERIOD_KIND_COUNT; kind++) {
		const struct period_rule of = {
			(enum period_kind)kind, rule.start};

		assert_true(period_of(&of, INT32_MAX, &period));
		assert_int_equal(period.last, INT32_MAX);
		assert_true(period_holds(&period, INT32_MAX));
		assert_true(period_of(&of, INT32_MIN, &period));
		assert_int_equal(period.first, INT32_MIN);
	}
}

static void
test_kinds_have_names(void **state)
{
	for (int kind = 0; kind < PERIOD_KIND_COUNT; kind++)
		assert_int_equal(period_kind_parse(period_kind_name(
					 (enum period_kind)kind)),
			kind);
	assert_string_equal(
		period_kind_name(PERIOD_TWO_WEEKS), "every-two-weeks");
	assert_int_equal(period_kind_parse("fortnightly"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_week_begins_on_any_day),
		cmocka_unit_test(test_weeks_lie_across_the_new_year_and_1970),
		cmocka_unit_test(test_every_date_is_in_its_week),
		cmocka_unit_test(test_none_has_no_period),
		cmocka_unit_test(
			test_periods_of_weeks_run_from_a_date_both_ways),
		cmocka_unit_test(test_twice_a_month),
		cmocka_unit_test(test_monthly),
		cmocka_unit_test(test_periods_follow_each_other),
		cmocka_unit_test(test_the_ends_of_all_dates),
		cmocka_unit_test(test_kinds_have_names),
	};

	return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
