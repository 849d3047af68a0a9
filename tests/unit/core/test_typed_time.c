/* Times as people type them: each reads as one instant, or is asked about. */

#include "core/typed_time.h"

#include <string.h>

#include "lib/cmocka_all.h"
#include "lib/zone_file.h"

static struct zone *new_york, *los_angeles;

static int64_t
instant(const char *rfc3339)
{
	struct err err = {0};
	int64_t ms;

	if (civil_parse_rfc3339(rfc3339, &ms, &err) < 0)
		fail_msg("%s: %s", rfc3339, err.text);
	return ms;
}

struct row {
	const char *now;
	const char *text;
	enum typed_doubt doubt;
	const char *first;
	const char *second; /* NULL: there is one */
};

static void
expect(const struct row *row, const struct zone *machine)
{
	const struct typed_place place = {new_york, machine, instant(row->now)};
	struct typed_time time;
	struct err err = {0};

	if (typed_time_read(row->text, &place, &time, &err) < 0)
		fail_msg("%s: %s", row->text, err.text);
	if (time.doubt != row->doubt ||
		time.count != (row->second != NULL ? 2 : 1))
		fail_msg("%s: doubt %d, %zu readings", row->text, time.doubt,
			time.count);
	for (size_t i = 0; i < time.count; i++) {
		char buf[CIVIL_RFC3339_BYTES];
		const char *want = i == 0 ? row->first : row->second;

		if (time.ms[i] != instant(want))
			fail_msg("%s: %s, not %s", row->text,
				civil_format_rfc3339(time.ms[i], buf), want);
	}
}

#define NOON "2026-12-01T12:00:00-05:00"
#define PAST_MIDNIGHT "2026-12-01T00:10:00-05:00"

static void
what_people_type_is_read(void **state)
{
	static const struct row rows[] = {
		{NOON, "07:40", TYPED_SURE, "2026-12-01T07:40:00-05:00", NULL},
		{NOON, "7:40", TYPED_SURE, "2026-12-01T07:40:00-05:00", NULL},
		{NOON, " 07:40:12 ", TYPED_SURE, "2026-12-01T07:40:12-05:00",
			NULL},
		{NOON, "7:40am", TYPED_SURE, "2026-12-01T07:40:00-05:00", NULL},
		{NOON, "7 AM", TYPED_SURE, "2026-12-01T07:00:00-05:00", NULL},
		{NOON, "12 am", TYPED_SURE, "2026-12-01T00:00:00-05:00", NULL},
		{NOON, "12:00 pm", TYPED_SURE, "2026-12-01T12:00:00-05:00",
			NULL},
		{NOON, "yesterday 7:40pm", TYPED_SURE,
			"2026-11-30T19:40:00-05:00", NULL},
		{NOON, "Yesterday 23:50", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{NOON, "today 11:00", TYPED_SURE, "2026-12-01T11:00:00-05:00",
			NULL},
		{NOON, "2026-11-30 23:50", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{NOON, "2026-11-30 23:50:07", TYPED_SURE,
			"2026-11-30T23:50:07-05:00", NULL},
		{NOON, "2026-11-30T23:50", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{NOON, "2026-11-30T23:50:00.250Z", TYPED_SURE,
			"2026-11-30T23:50:00.250Z", NULL},
		{NOON, "2026-11-30 23:50 -08:00", TYPED_SURE,
			"2026-11-30T23:50:00-08:00", NULL},
		{NOON, "20 min ago", TYPED_SURE, "2026-12-01T11:40:00-05:00",
			NULL},
		{NOON, "20min ago", TYPED_SURE, "2026-12-01T11:40:00-05:00",
			NULL},
		{NOON, "1 h 20 min ago", TYPED_SURE,
			"2026-12-01T10:40:00-05:00", NULL},
		{NOON, "2 hours ago", TYPED_SURE, "2026-12-01T10:00:00-05:00",
			NULL},
		{NOON, "07:40 EST", TYPED_SURE, "2026-12-01T07:40:00-05:00",
			NULL},
		{NOON, "07:40 est", TYPED_SURE, "2026-12-01T07:40:00-05:00",
			NULL},
		{NOON, "13:40 UTC", TYPED_SURE, "2026-12-01T13:40:00Z", NULL},
		/* Whoever says EDT in December means it. */
		{NOON, "08:40 EDT", TYPED_SURE, "2026-12-01T08:40:00-04:00",
			NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&rows[i], NULL);
}

static void
shortly_after_midnight_it_was_yesterday(void **state)
{
	static const struct row rows[] = {
		{PAST_MIDNIGHT, "23:50", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{PAST_MIDNIGHT, "11:50pm", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{PAST_MIDNIGHT, "23:50 EST", TYPED_SURE,
			"2026-11-30T23:50:00-05:00", NULL},
		{PAST_MIDNIGHT, "00:05", TYPED_SURE,
			"2026-12-01T00:05:00-05:00", NULL},
		/* That would be long ago: a slip, perhaps. */
		{PAST_MIDNIGHT, "17:00", TYPED_YESTERDAY,
			"2026-11-30T17:00:00-05:00", NULL},
		{NOON, "12:05", TYPED_YESTERDAY, "2026-11-30T12:05:00-05:00",
			NULL},
		{NOON, "12:05 EST", TYPED_YESTERDAY,
			"2026-11-30T12:05:00-05:00", NULL},
		/* Said to be today: to come, and no other day. */
		{NOON, "today 12:05", TYPED_SURE, "2026-12-01T12:05:00-05:00",
			NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&rows[i], NULL);
}

static void
an_hour_that_repeats_or_is_missing_has_two_readings(void **state)
{
	static const struct row rows[] = {
		{"2026-11-01T09:00:00-05:00", "01:30", TYPED_REPEAT,
			"2026-11-01T01:30:00-04:00",
			"2026-11-01T01:30:00-05:00"},
		{NOON, "2026-11-01 01:30", TYPED_REPEAT,
			"2026-11-01T01:30:00-04:00",
			"2026-11-01T01:30:00-05:00"},
		/* Last night's, though it is of yesterday. */
		{"2026-11-02T00:30:00-05:00", "01:30", TYPED_REPEAT,
			"2026-11-01T01:30:00-04:00",
			"2026-11-01T01:30:00-05:00"},
		/* The second time is still to come. */
		{"2026-11-01T01:40:00-04:00", "01:30", TYPED_SURE,
			"2026-11-01T01:30:00-04:00", NULL},
		{NOON, "2026-11-01 01:30 EST", TYPED_SURE,
			"2026-11-01T01:30:00-05:00", NULL},
		{NOON, "2026-11-01 01:30 EDT", TYPED_SURE,
			"2026-11-01T01:30:00-04:00", NULL},
		{"2026-03-08T09:00:00-04:00", "02:30", TYPED_GAP,
			"2026-03-08T02:30:00-05:00",
			"2026-03-08T02:30:00-04:00"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&rows[i], NULL);
}

static void
where_the_machine_shows_other_times_a_bare_one_is_doubtful(void **state)
{
	static const struct row rows[] = {
		{"2026-12-01T15:30:00-05:00", "12:21", TYPED_ZONE,
			"2026-12-01T12:21:00-05:00",
			"2026-12-01T12:21:00-08:00"},
		{"2026-12-01T15:30:00-05:00", "yesterday 12:21", TYPED_ZONE,
			"2026-11-30T12:21:00-05:00",
			"2026-11-30T12:21:00-08:00"},
		{"2026-12-01T15:30:00-05:00", "12:21 EST", TYPED_SURE,
			"2026-12-01T12:21:00-05:00", NULL},
		{"2026-12-01T15:30:00-05:00", "12:21 PST", TYPED_SURE,
			"2026-12-01T12:21:00-08:00", NULL},
		{"2026-12-01T15:30:00-05:00", "20 min ago", TYPED_SURE,
			"2026-12-01T15:10:00-05:00", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&rows[i], los_angeles);
}

static void
what_is_no_time_is_told_what_can_be_said(void **state)
{
	static const char *const texts[] = {"", "7", "25:00", "07:60", "07:4",
		"13:00 pm", "0 am", "soon", "2026-02-30 07:40", "2026-11-30",
		"07:40 XYZ", "07:40 PST", "07:40 EST now", "ago", "20 ago",
		"min ago", "20 min", "20 min ago x", "99999999 min ago",
		"07:40:99", "07:40 +99:00", "tomorrow 07:40", "-5 min ago"};
	const struct typed_place place = {new_york, NULL, instant(NOON)};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct typed_time time;
		struct err err = {0};

		if (typed_time_read(texts[i], &place, &time, &err) == 0)
			fail_msg("\"%s\" was read", texts[i]);
		assert_int_equal(err.kind, ERR_DATA);
		assert_non_null(strstr(err.text, "yesterday 23:50"));
	}
}

/* What is offered can be typed, and means just that. */
static void
an_offer_reads_as_itself(void **state)
{
	static const char *const instants[] = {"2026-11-01T01:30:00-04:00",
		"2026-11-01T01:30:00-05:00", "2026-03-08T03:30:00-04:00",
		"2026-07-01T12:00:07-04:00"};
	const struct typed_place place = {new_york, los_angeles, instant(NOON)};

	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		struct typed_time time;
		struct err err = {0};
		struct str said;

		str_init(&said, 100);
		typed_time_say(&said, new_york, instant(instants[i]));
		assert_int_equal(
			typed_time_read(said.data, &place, &time, &err), 0);
		assert_int_equal(time.doubt, TYPED_SURE);
		assert_int_equal(time.ms[0], instant(instants[i]));
		str_release(&said);
	}
}

static int
setup(void **state)
{
	new_york = zone_file_load("America/New_York");
	los_angeles = zone_file_load("America/Los_Angeles");
	return 0;
}

static int
teardown(void **state)
{
	zone_free(&new_york);
	zone_free(&los_angeles);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_type_is_read),
		cmocka_unit_test(shortly_after_midnight_it_was_yesterday),
		cmocka_unit_test(
			an_hour_that_repeats_or_is_missing_has_two_readings),
		cmocka_unit_test(
			where_the_machine_shows_other_times_a_bare_one_is_doubtful),
		cmocka_unit_test(what_is_no_time_is_told_what_can_be_said),
		cmocka_unit_test(an_offer_reads_as_itself),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
