/* Dates as numbers, and what they are on a calendar. */
#include "calendar/date.h"
#include "lib/cmocka_all.h"

static int32_t
date(int year, int month, int day)
{
	const struct civil civil = {year, month, day, .hour = 0};

	return date_from_civil(&civil);
}

static void
test_dates_count_days(void **state)
{
	assert_int_equal(date(1970, 1, 1), 0);
	assert_int_equal(date(1969, 12, 31), -1);
	assert_int_equal(date(2024, 3, 1) - date(2024, 2, 28), 2);
	assert_int_equal(date(2100, 3, 1) - date(2100, 2, 28), 1);
	/* a time of day is of its day, and day 0 of the month before */
	assert_int_equal(
		date_from_civil(&(struct civil){1969, 12, 31, 23, 59, 59, 999}),
		-1);
	assert_int_equal(date(2026, 3, 0), date(2026, 2, 28));
	/* what 32 bits do not hold */
	assert_int_equal(date(100000000, 1, 1), INT32_MAX);
	assert_int_equal(date(-100000000, 1, 1), INT32_MIN);
}

static void
test_every_date_there_and_back(void **state)
{
	int weekday = 4; /* 1570-01-01: 400 years are 20871 weeks */

	for (int32_t d = date(1570, 1, 1); d < date(2370, 1, 1); d++) {
		struct civil civil;

		date_to_civil(d, &civil);
		if (!civil_is_valid(&civil) || civil.hour != 0 ||
			date_from_civil(&civil) != d ||
			date_weekday(d) != weekday)
			fail_msg("date %d", d);
		weekday = weekday % 7 + 1;
	}
}

static void
test_days_of_the_week(void **state)
{
	assert_int_equal(date_weekday(date(2026, 11, 30)), 1);
	assert_int_equal(date_weekday(date(2026, 11, 29)), 7);
	assert_int_equal(date_weekday(date(1969, 12, 31)), 3);
	assert_in_range(date_weekday(INT32_MIN), 1, 7);
	assert_in_range(date_weekday(INT32_MAX), 1, 7);
}

static void
test_as_text(void **state)
{
	static const char *const wrong[] = {"", "2026-11-2", "2026-02-29",
		"2026-11-211", "2026/11/21", "20261121  ", "2026-13-01",
		"2026-11-00", "+026-11-21"};
	char text[DATE_BYTES];
	struct err err;
	int32_t got;

	(void)state;
	for (int32_t d = date(0, 1, 1); d < date(10000, 1, 1); d += 97) {
		date_format(d, text);
		assert_int_equal(date_parse(text, &got, &err), 0);
		assert_int_equal(got, d);
	}
	assert_string_equal(
		date_format(date(2026, 11, 21), text), "2026-11-21");
	assert_string_equal(date_format(INT32_MAX, text), "9999-12-31");
	assert_string_equal(date_format(INT32_MIN, text), "0000-01-01");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(date_parse(wrong[i], &got, &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_count_days),
		cmocka_unit_test(test_every_date_there_and_back),
		cmocka_unit_test(test_as_text),
		cmocka_unit_test(test_days_of_the_week),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
