/* The local date of an instant, and the instant at which a date begins. */
#include "calendar/date.h"
#include "calendar/zone.h"
#include "lib/cmocka_all.h"
#include "lib/zone_file.h"

#define HOUR_MS INT64_C(3600000)

static int64_t
at(const char *text)
{
	struct err err;
	int64_t ms;

	if (civil_parse_rfc3339(text, &ms, &err) < 0)
		fail_msg("%s", err.text);
	return ms;
}

static int32_t
date(int year, int month, int day)
{
	const struct civil civil = {year, month, day, .hour = 0};

	return date_from_civil(&civil);
}

/* What a day of a zone must be. */
struct day {
	const char *zone;
	int year, month, day;
	const char *start;
	int minutes; /* how long it lasts */
};

static const struct day days[] = {
	{"America/New_York", 2026, 11, 25, "2026-11-25T00:00:00-05:00", 1440},
	{"America/New_York", 2026, 3, 8, "2026-03-08T00:00:00-05:00", 1380},
	{"America/New_York", 2026, 11, 1, "2026-11-01T00:00:00-04:00", 1500},
	{"America/New_York", 2126, 11, 3, "2126-11-03T00:00:00-04:00", 1500},
	{"Europe/Berlin", 2026, 10, 25, "2026-10-25T00:00:00+02:00", 1500},
	/* clocks move by half an hour */
	{"Australia/Lord_Howe", 2026, 4, 5, "2026-04-05T00:00:00+11:00", 1470},
	{"Australia/Lord_Howe", 2026, 10, 4, "2026-10-04T00:00:00+10:30", 1410},
	/* a date that was left out */
	{"Pacific/Apia", 2011, 12, 29, "2011-12-29T00:00:00-10:00", 1440},
	{"Pacific/Apia", 2011, 12, 30, "2011-12-31T00:00:00+14:00", 0},
	{"Pacific/Apia", 2011, 12, 31, "2011-12-31T00:00:00+14:00", 1440},
	/* midnight jumps to 1:00 */
	{"America/Sao_Paulo", 2017, 10, 14, "2017-10-14T00:00:00-03:00", 1440},
	{"America/Sao_Paulo", 2017, 10, 15, "2017-10-15T01:00:00-02:00", 1380},
	{"Africa/Cairo", 2026, 4, 24, "2026-04-24T01:00:00+03:00", 1380},
	{"Asia/Beirut", 2026, 3, 29, "2026-03-29T01:00:00+03:00", 1380},
	{"America/Havana", 2024, 3, 10, "2024-03-10T01:00:00-04:00", 1380},
	/* midnight falls back to 23:00: the day before is the longer one */
	{"America/Sao_Paulo", 2017, 2, 18, "2017-02-18T00:00:00-02:00", 1500},
	{"America/Sao_Paulo", 2017, 2, 19, "2017-02-19T00:00:00-03:00", 1440},
	{"Africa/Cairo", 2026, 10, 29, "2026-10-29T00:00:00+03:00", 1500},
	{"Asia/Beirut", 2026, 10, 24, "2026-10-24T00:00:00+03:00", 1500},
	/* midnight twice: 1:00 falls back to 0:00 */
	{"America/Havana", 2024, 11, 3, "2024-11-03T00:00:00-04:00", 1500},
	/* and 0:01 to 23:01, into the day before */
	{"America/St_Johns", 2005, 10, 30, "2005-10-30T00:00:00-02:30", 1500},
	/* 23:30 jumps to 0:30 */
	{"America/Toronto", 1919, 3, 31, "1919-03-31T00:30:00-04:00", 1410},
};

static void
test_odd_days_begin_where_clocks_first_show_them(void **state)
{
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		const struct day *day = &days[i];
		struct zone *zone = zone_file_load(day->zone);
		int32_t d = date(day->year, day->month, day->day);
		int64_t start_ms = zone_date_start_ms(zone, d);
		int64_t next_ms = zone_date_start_ms(zone, d + 1);

		if (start_ms != at(day->start) ||
			next_ms - start_ms != day->minutes * INT64_C(60000))
			fail_msg("%s: %s", day->zone, day->start);
		if (day->minutes > 0)
			assert_int_equal(zone_date(zone, start_ms), d);
		zone_free(&zone);
	}
}

static void
test_an_instant_has_the_date_that_clocks_show(void **state)
{
	struct zone *zone = zone_file_load("America/St_Johns");

	assert_int_equal(zone_date(zone, at("2026-11-25T03:29:59.999Z")),
		date(2026, 11, 24));
	assert_int_equal(zone_date(zone, at("2026-11-25T03:30:00Z")),
		date(2026, 11, 25));
	/* 0:00:59 of the 30th, and a second later 23:01 of the 29th */
	assert_int_equal(zone_date(zone, at("2005-10-30T02:30:59Z")),
		date(2005, 10, 30));
	assert_int_equal(zone_date(zone, at("2005-10-30T02:31:00Z")),
		date(2005, 10, 29));
	/* before 1970, downwards */
	assert_int_equal(zone_date(zone, at("1960-01-01T03:29:59.999Z")),
		date(1959, 12, 31));
	zone_free(&zone);
}

/* Every date of three centuries starts at the first instant that has it. */
static void
check_dates(const char *name)
{
	struct zone *zone = zone_file_load(name);
	int64_t before_ms = INT64_MIN;

	for (int32_t d = date(1870, 1, 1); d < date(2170, 1, 1); d++) {
		int64_t ms = zone_date_start_ms(zone, d);
		int32_t got = zone_date(zone, ms);

		if (ms < before_ms || zone_date(zone, ms - 1) >= d ||
			zone_date(zone, ms - HOUR_MS) >= d ||
			(got != d && zone_date_start_ms(zone, got) != ms))
			fail_msg("%s: date %d", name, d);
		before_ms = ms;
	}
	zone_free(&zone);
}

static void
test_three_centuries_of_dates(void **state)
{
	check_dates("America/New_York");
	check_dates("Australia/Lord_Howe");
	check_dates("Pacific/Apia");
	check_dates("America/Sao_Paulo");
	check_dates("Africa/Cairo");
	check_dates("Asia/Beirut");
	check_dates("America/St_Johns");
	check_dates("Pacific/Kwajalein");
	check_dates("America/Nuuk");
	check_dates("America/Toronto");
	check_dates("UTC");
}

static void
test_the_ends_of_time(void **state)
{
	struct zone *zone = zone_file_load("Pacific/Apia");

	assert_true(zone_date(zone, INT64_MIN) < -2147000000);
	assert_true(zone_date(zone, INT64_MAX) > 2147000000);
	assert_true(zone_date_start_ms(zone, INT32_MIN) <
		    zone_date_start_ms(zone, INT32_MAX));
	zone_free(&zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_odd_days_begin_where_clocks_first_show_them),
		cmocka_unit_test(test_an_instant_has_the_date_that_clocks_show),
		cmocka_unit_test(test_three_centuries_of_dates),
		cmocka_unit_test(test_the_ends_of_time),
	};

	return cmocka_run_group_tests_name("zone_date", tests, NULL, NULL);
}
