/* Calendar arithmetic and RFC 3339. */
#include <limits.h>
#include <string.h>

#include "calendar/civil.h"
#include "lib/cmocka_all.h"

#define DAY_MS INT64_C(86400000)

static int64_t
parse(const char *text)
{
	struct err err;
	int64_t ms;

	if (civil_parse_rfc3339(text, &ms, &err) < 0)
		fail_msg("%s", err.text);
	return ms;
}

/* Walks the calendar day by day as everybody learns it at school. */
static void
test_every_day_of_eight_centuries(void **state)
{
	static const int lengths[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct civil want = {1570, 1, 1, .hour = 0}, got;
	int64_t ms = -146097 * DAY_MS; /* 400 years before 1970 */

	for (; want.year < 2370; ms += DAY_MS) {
		int leap = want.month == 2 &&
			   ((want.year % 4 == 0 && want.year % 100 != 0) ||
				   want.year % 400 == 0);

		civil_from_utc_ms(ms, &got);
		if (memcmp(&got, &want, sizeof(got)) != 0 ||
			civil_to_utc_ms(&want) != ms)
			fail_msg("%d-%d-%d", want.year, want.month, want.day);
		civil_from_utc_ms(ms - 1, &got);
		assert_int_equal(got.hour * 1000 + got.ms, 23999);
		if (++want.day > lengths[want.month - 1] + leap) {
			want.day = 1;
			if (++want.month > 12) {
				want.month = 1;
				want.year++;
			}
		}
	}
}

static void
test_fields_carry_over(void **state)
{
	const struct civil day_0 = {2028, 3, 0, .hour = 24};
	const struct civil month_13 = {2026, 13, 1, .minute = -1};
	const struct civil month_0 = {2026, 0, 31, .second = 86400};

	assert_int_equal(
		civil_to_utc_ms(&day_0), parse("2028-03-01T00:00:00Z"));
	assert_int_equal(
		civil_to_utc_ms(&month_13), parse("2026-12-31T23:59:00Z"));
	assert_int_equal(
		civil_to_utc_ms(&month_0), parse("2026-01-01T00:00:00Z"));
}

static void
test_the_ends_of_time(void **state)
{
	struct civil civil;
	char text[CIVIL_RFC3339_BYTES];

	civil_from_utc_ms(INT64_MIN, &civil);
	assert_int_equal(civil.year, -292275055);
	civil_from_utc_ms(INT64_MAX, &civil);
	assert_int_equal(civil.year, 292278994);
	assert_int_equal(civil.ms, 807);
	assert_string_equal(civil_format_rfc3339(INT64_MIN, text),
		"0000-01-01T00:00:00.000Z");
	assert_string_equal(civil_format_rfc3339(INT64_MAX, text),
		"9999-12-31T23:59:59.999Z");
	assert_int_equal(parse("9999-12-31T23:59:59.999Z"), 253402300799999);
}

static void
test_validity(void **state)
{
	static const struct civil bad[] = {{2026, 2, 29, 0, 0, 0, 0},
		{1900, 2, 29, 0, 0, 0, 0}, {2026, 0, 1, 0, 0, 0, 0},
		{2026, 13, 1, 0, 0, 0, 0}, {2026, 1, 0, 0, 0, 0, 0},
		{2026, 1, 1, 24, 0, 0, 0}, {2026, 1, 1, 0, 60, 0, 0},
		{2026, 1, 1, 0, 0, 60, 0}, {2026, 1, 1, 0, 0, 0, 1000},
		{2026, 1, 1, -1, 0, 0, 0}};
	const struct civil good = {2000, 2, 29, 23, 59, 59, 999};

	assert_true(civil_is_valid(&good));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(civil_is_valid(&bad[i]));
}

static void
test_rfc3339(void **state)
{
	char text[CIVIL_RFC3339_BYTES];

	assert_int_equal(parse("1970-01-01T00:00:00Z"), 0);
	assert_int_equal(parse("2026-11-21T13:02:03.456Z"), 1795266123456);
	assert_string_equal(civil_format_rfc3339(1795266123456, text),
		"2026-11-21T13:02:03.456Z");
	assert_string_equal(
		civil_format_rfc3339(-1, text), "1969-12-31T23:59:59.999Z");
	assert_int_equal(
		parse("2026-11-21t14:02:03.4567891234+01:00"), 1795266123456);
	assert_int_equal(parse("2026-11-21T09:32:03.4-03:30"), 1795266123400);
	assert_int_equal(parse("2026-11-21T13:02:03z"), 1795266123000);
	assert_int_equal(parse("2016-12-31T23:59:60Z"),
		parse("2017-01-01T00:00:00-00:00"));
	assert_int_equal(parse("1990-12-31T15:59:60.5-08:00"),
		parse("1991-01-01T00:00:00.500Z"));
}

static void
test_what_is_no_rfc3339(void **state)
{
	static const char *const bad[] = {"", "now", "2026-11-21",
		"2026-11-21T13:02:03", "2026-11-21 13:02:03Z",
		"2026-11-21T13:02Z", "2026-11-21T13:02:03.Z",
		"2026-11-21T13:02:03,5Z", "2026-11-21T13:02:03+0100",
		"2026-11-21T13:02:03+24:00", "2026-11-21T13:02:03+01:60",
		"2026-11-21T13:02:03Z ", " 2026-11-21T13:02:03Z",
		"2026-02-29T13:02:03Z", "2026-13-21T13:02:03Z",
		"2026-11-21T24:00:00Z", "2026-11-21T13:60:03Z",
		"2026-11-21T13:02:60Z", "2026-11-21T13:02:61Z",
		"26-11-21T13:02:03Z", "+2026-11-21T13:02:03Z",
		"2026-1-21T13:02:03Z", "2026-11-21T13:02:03ZZ"};
	struct err err;
	int64_t ms = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (civil_parse_rfc3339(bad[i], &ms, &err) == 0)
			fail_msg("%s was accepted", bad[i]);
		assert_int_equal(err.kind, ERR_DATA);
	}
	assert_int_equal(ms, 42);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_of_eight_centuries),
		cmocka_unit_test(test_fields_carry_over),
		cmocka_unit_test(test_the_ends_of_time),
		cmocka_unit_test(test_validity),
		cmocka_unit_test(test_rfc3339),
		cmocka_unit_test(test_what_is_no_rfc3339),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
