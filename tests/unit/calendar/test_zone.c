/*
 * Zones: every zone file of this machine against Python's zoneinfo, the known
 * gaps and repeats, and bytes that are no zone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "calendar/zone.h"
#include "lib/cmocka_all.h"
#include "lib/zone_file.h"

/* An instant from RFC 3339. */
static int64_t
at(const char *text)
{
	struct err err;
	int64_t ms;

	if (civil_parse_rfc3339(text, &ms, &err) < 0)
		fail_msg("%s", err.text);
	return ms;
}

/* A local time written as RFC 3339 with Z. */
static int64_t
to_utc(const struct zone *zone, const char *local, struct zone_fit *fit)
{
	struct civil civil;

	civil_from_utc_ms(at(local), &civil);
	return zone_to_utc(zone, &civil, fit);
}

static void
check_utc(const struct zone *zone, const char *line)
{
	struct zone_moment moment;
	struct civil local;
	char abbreviation[32];
	long long utc_s, offset_s;

	assert_int_equal(sscanf(line, "U %lld %lld %31s", &utc_s, &offset_s,
				 abbreviation),
		3);
	zone_at(zone, utc_s * 1000, &moment);
	zone_to_local(zone, utc_s * 1000, &local);
	if (moment.offset_s != offset_s ||
		strcmp(moment.abbreviation, abbreviation) != 0 ||
		civil_to_utc_ms(&local) != (utc_s + offset_s) * 1000)
		fail_msg("%s: %s: got %d %s", zone_name(zone), line,
			moment.offset_s, moment.abbreviation);
}

static void
check_local(const struct zone *zone, const char *line)
{
	struct civil local;
	struct zone_fit fit;
	long long local_s, folds_s[2];
	int64_t got_ms;
	enum zone_fit_kind kind;

	assert_int_equal(sscanf(line, "L %lld %lld %lld", &local_s, &folds_s[0],
				 &folds_s[1]),
		3);
	kind = folds_s[0] == folds_s[1]  ? ZONE_EXACT
	       : folds_s[0] < folds_s[1] ? ZONE_REPEAT
					 : ZONE_GAP;
	civil_from_utc_ms(local_s * 1000 + 7, &local);
	got_ms = zone_to_utc(zone, &local, &fit);
	if (got_ms != folds_s[0] * 1000 + 7 || fit.kind != kind ||
		(kind == ZONE_REPEAT && fit.second_ms != folds_s[1] * 1000 + 7))
		fail_msg("%s: %s: got %lld, kind %d, second %lld",
			zone_name(zone), line, (long long)got_ms, fit.kind,
			(long long)fit.second_ms);
	if (zone_is_doubtful(zone, got_ms) != (kind == ZONE_REPEAT))
		fail_msg("%s: %s: doubt", zone_name(zone), line);
}

static void
test_every_zone_agrees_with_python(void **state)
{
	FILE *oracle = popen(
		"python3 tests/unit/calendar/zone_oracle.py " ZONE_FILE_ROOT,
		"r");
	struct zone *zone = NULL;
	char line[200];
	int zones = 0, lines = 0;

	assert_non_null(oracle);
	while (fgets(line, sizeof(line), oracle) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		lines++;
		if (line[0] == 'U') {
			check_utc(zone, line);
		} else if (line[0] == 'L') {
			check_local(zone, line);
		} else {
			zone_free(&zone);
			zone = zone_file_load(line + 2);
			zones++;
		}
	}
	zone_free(&zone);
	assert_int_equal(pclose(oracle), 0);
	assert_true(zones > 300);
	assert_true(lines > 100000);
}

static void
test_gaps_and_repeats(void **state)
{
	struct zone *zone = zone_file_load("America/New_York");
	struct zone_fit fit;

	assert_int_equal(to_utc(zone, "2026-03-08T02:30:00Z", &fit),
		at("2026-03-08T03:30:00-04:00"));
	assert_int_equal(fit.kind, ZONE_GAP);
	assert_int_equal(to_utc(zone, "2026-11-01T01:30:00Z", &fit),
		at("2026-11-01T01:30:00-04:00"));
	assert_int_equal(fit.kind, ZONE_REPEAT);
	assert_int_equal(fit.second_ms, at("2026-11-01T01:30:00-05:00"));
	assert_int_equal(to_utc(zone, "2026-11-01T03:00:00Z", &fit),
		at("2026-11-01T03:00:00-05:00"));
	assert_int_equal(fit.kind, ZONE_EXACT);
	assert_true(
		zone_is_doubtful(zone, at("2026-11-01T01:59:59.999-04:00")));
	assert_true(zone_is_doubtful(zone, at("2026-11-01T01:00:00-05:00")));
	assert_false(
		zone_is_doubtful(zone, at("2026-11-01T00:59:59.999-04:00")));
	assert_false(zone_is_doubtful(zone, at("2026-11-01T02:00:00-05:00")));
	zone_free(&zone);

	/* Lord Howe moves by half an hour */
	zone = zone_file_load("Australia/Lord_Howe");
	assert_int_equal(to_utc(zone, "2026-04-05T01:45:00Z", &fit),
		at("2026-04-05T01:45:00+11:00"));
	assert_int_equal(fit.kind, ZONE_REPEAT);
	assert_int_equal(fit.second_ms, at("2026-04-05T01:45:00+10:30"));
	assert_int_equal(to_utc(zone, "2026-10-04T02:15:00Z", &fit),
		at("2026-10-04T02:45:00+11:00"));
	assert_int_equal(fit.kind, ZONE_GAP);
	zone_free(&zone);

	/* Samoa left out a whole day */
	zone = zone_file_load("Pacific/Apia");
	assert_int_equal(to_utc(zone, "2011-12-30T12:00:00Z", &fit),
		at("2011-12-31T12:00:00+14:00"));
	assert_int_equal(fit.kind, ZONE_GAP);
	zone_free(&zone);
}

static void
test_far_future_and_dst(void **state)
{
	struct zone *zone = zone_file_load("Europe/Berlin");
	struct zone_moment moment;

	zone_at(zone, at("9876-07-01T00:00:00Z"), &moment);
	assert_int_equal(moment.offset_s, 7200);
	assert_true(moment.is_dst);
	assert_string_equal(moment.abbreviation, "CEST");
	zone_at(zone, at("9876-01-01T00:00:00Z"), &moment);
	assert_int_equal(moment.offset_s, 3600);
	assert_false(moment.is_dst);
	/* beyond all calendars: an answer, no crash */
	zone_at(zone, INT64_MAX, &moment);
	zone_at(zone, INT64_MIN, &moment);
	zone_free(&zone);
}

static void
test_utc_needs_no_file(void **state)
{
	struct zone *zone = zone_new_utc();
	struct zone_moment moment;

	zone_at(zone, at("2026-11-25T12:00:00Z"), &moment);
	assert_string_equal(zone_name(zone), "UTC");
	assert_string_equal(moment.abbreviation, "UTC");
	assert_int_equal(moment.offset_s, 0);
	assert_false(zone_is_doubtful(zone, 0));
	zone_free(&zone);
	zone_free(&zone);
}

static void
test_names(void **state)
{
	static const char *const good[] = {"UTC", "Europe/Berlin", "Etc/GMT+5",
		"America/Argentina/Buenos_Aires", "America/Port-au-Prince"};
	static const char *const bad[] = {"", "/etc/passwd", "../x", "a/../b",
		"a//b", "a/", "Europe/Berlin\n", "A B", "a.b",
		"Europe/Z\xc3\xbcrich",
		("a12345678901234567890123456789012345678901234567890123456789"
		 "0123")};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(zone_name_is_valid(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(zone_name_is_valid(bad[i]));
}

/* A version 1 or 2 file of one zone type and this rule. */
static int
parse_rule(const char *rule, struct zone **zone)
{
	static const char block[] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "\0\0\0\1\0\0\0\4"
				    "\0\0\0\0\0\0UTC";
	struct str file;
	struct err err;
	int rc;

	str_init(&file, 1000);
	for (int i = 0; i < 2; i++) {
		str_addz(&file, "TZif2");
		str_add(&file, block, sizeof(block));
	}
	str_addf(&file, "\n%s\n", rule);
	rc = zone_parse("Test/Rule", file.data, file.len, zone, &err);
	if (rc != 0)
		assert_int_equal(err.kind, ERR_DATA);
	str_release(&file);
	return rc;
}

static void
test_rules(void **state)
{
	static const char *const bad[] = {"E5", "EST", "EST25", "EST5EDT",
		"EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
		"EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0",
		"EST5EDT,J0,J366", "EST5EDT,M3.2.0/168,M11.1.0", "EST5x",
		"<+03-3", "EST5EDT,M3.2.0,M11.1.0,", "EST5:60",
		"ABCDEFGHIJKLMNOP5"};
	struct zone_moment moment;
	struct zone *zone = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (parse_rule(bad[i], &zone) == 0)
			fail_msg("%s was accepted", bad[i]);
	assert_null(zone);

	/* RFC 9636, 3.3.1: daylight saving time all the year */
	assert_int_equal(parse_rule("XXX3EDT4,0/0,J365/23", &zone), 0);
	for (int month = 1; month <= 12; month++) {
		struct civil civil = {2026, month, 31, .hour = 0};

		zone_at(zone, civil_to_utc_ms(&civil), &moment);
		assert_string_equal(moment.abbreviation, "EDT");
		assert_int_equal(moment.offset_s, -4 * 3600);
	}
	zone_at(zone, at("2027-01-01T02:59:59.999Z"), &moment);
	assert_string_equal(moment.abbreviation, "EDT");
	zone_at(zone, at("2027-01-01T03:00:00Z"), &moment);
	assert_string_equal(moment.abbreviation, "EDT");
	zone_free(&zone);

	/* Jn does not count 29 February, n does */
	assert_int_equal(parse_rule("AAA0BBB,J60/0,300/0", &zone), 0);
	zone_at(zone, at("2028-02-29T23:59:59Z"), &moment);
	assert_string_equal(moment.abbreviation, "AAA");
	zone_at(zone, at("2028-03-01T00:00:00Z"), &moment);
	assert_string_equal(moment.abbreviation, "BBB");
	zone_at(zone, at("2028-10-26T22:59:59Z"), &moment);
	assert_string_equal(moment.abbreviation, "BBB");
	zone_at(zone, at("2028-10-26T23:00:00Z"), &moment);
	assert_string_equal(moment.abbreviation, "AAA");
	zone_free(&zone);
}

/* A file of version 1 with two changes and one type. */
struct tiny {
	uint32_t leap, type_count;
	uint32_t changes[2];
	char types[2];
	int32_t offset_s;
	char is_dst, abbreviation;
};

static void
add_number(struct str *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		str_addc(out, (char)(number >> shift & 0xff));
}

static int
parse_tiny(const struct tiny *tiny)
{
	const uint32_t counts[] = {0, 0, tiny->leap, 2, tiny->type_count, 4};
	static const char reserved[16];
	struct zone *zone = NULL;
	struct str file;
	struct err err;
	int rc;

	str_init(&file, 1000);
	str_addz(&file, "TZif");
	str_add(&file, reserved, sizeof(reserved)); /* the version is 0 */
	for (int i = 0; i < 6; i++)
		add_number(&file, counts[i]);
	add_number(&file, tiny->changes[0]);
	add_number(&file, tiny->changes[1]);
	str_add(&file, tiny->types, 2);
	add_number(&file, (uint32_t)tiny->offset_s);
	str_addc(&file, tiny->is_dst);
	str_addc(&file, tiny->abbreviation);
	str_add(&file, "ABC", 4);
	for (uint32_t i = 0; i < tiny->leap; i++) {
		add_number(&file, 78796800);
		add_number(&file, 1);
	}
	rc = zone_parse("Test/Tiny", file.data, file.len, &zone, &err);
	zone_free(&zone);
	str_release(&file);
	return rc;
}

static void
test_files_that_make_no_sense(void **state)
{
	const struct tiny good = {
		.type_count = 1, .changes = {5, 6}, .offset_s = 3600};
	struct tiny bad;

	assert_int_equal(parse_tiny(&good), 0);
	bad = good;
	bad.types[1] = 1; /* no such type */
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.changes[1] = 5; /* not ascending */
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.leap = 1;
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.type_count = 0;
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.offset_s = 26 * 3600;
	assert_int_equal(parse_tiny(&bad), -1);
	bad.offset_s = INT32_MIN;
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.is_dst = 2;
	assert_int_equal(parse_tiny(&bad), -1);
	bad = good;
	bad.abbreviation = 4;
	assert_int_equal(parse_tiny(&bad), -1);
}

/* Each cut of a real file, and each of its bytes changed, is survived. */
static void
test_damaged_bytes(void **state)
{
	struct str bytes;
	struct zone *zone = NULL;
	struct err err;

	str_init(&bytes, 1 << 20);
	assert_int_equal(file_load(ZONE_FILE_ROOT "/Australia/Lord_Howe",
				 1 << 20, &bytes, &err),
		0);
	for (size_t len = 0; len < bytes.len; len++) {
		/* an own block, so that a sanitizer sees reads past the end */
		char *part = malloc(len + 1);

		memcpy(part + 1, bytes.data, len);
		assert_int_equal(
			zone_parse("X", part + 1, len, &zone, &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
		free(part);
	}
	for (size_t i = 0; i < bytes.len; i++) {
		char kept = bytes.data[i];
		struct zone_moment moment;

		bytes.data[i] = (char)(kept ^ 0xff);
		if (zone_parse("X", bytes.data, bytes.len, &zone, &err) == 0) {
			zone_at(zone, at("2050-06-01T00:00:00Z"), &moment);
			zone_is_doubtful(zone, at("2000-06-01T00:00:00Z"));
			zone_free(&zone);
		}
		bytes.data[i] = kept;
	}
	str_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_zone_agrees_with_python),
		cmocka_unit_test(test_gaps_and_repeats),
		cmocka_unit_test(test_far_future_and_dst),
		cmocka_unit_test(test_utc_needs_no_file),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_files_that_make_no_sense),
		cmocka_unit_test(test_damaged_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
