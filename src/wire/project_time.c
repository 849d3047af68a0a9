/* Times and dates of a project's document. */
#include <stdio.h>
#include <string.h>

#include "calendar/civil.h"
#include "calendar/date.h"
#include "project_parts.h"

#define DAY_MS INT64_C(86400000)
#define TIME_MAX_MS INT64_C(253370764800000) /* 9999-01-01 */
#define LOCAL_BYTES 11 /* of "2026-11-16 ", before the time of day */

/* "2026-11-16 07:58[:12[.345]]", as a clock on UTC would mean it. */
static bool
read_local(const char *text, int64_t *utc_ms_out)
{
	size_t len = strlen(text);
	char whole[40];
	struct err ignored;

	if (len < LOCAL_BYTES + 5 || len > LOCAL_BYTES + 12 ||
		text[LOCAL_BYTES - 1] != ' ')
		return false;
	snprintf(whole, sizeof(whole), "%.10sT%s%sZ", text, text + LOCAL_BYTES,
		len == LOCAL_BYTES + 5 ? ":00" : "");
	return civil_parse_rfc3339(whole, utc_ms_out, &ignored) == 0;
}

const char *
wire_project_time(const char *text, const struct zone *zone, int64_t *ms_out)
{
	struct err ignored;
	struct civil local;
	struct zone_fit fit;
	int64_t ms;

	if (civil_parse_rfc3339(text, &ms, &ignored) < 0) {
		if (!read_local(text, &ms))
			return "not a time (2026-11-16 07:58:12, or RFC 3339)";
		civil_from_utc_ms(ms, &local);
		ms = zone_to_utc(zone, &local, &fit);
		if (fit.kind == ZONE_GAP)
			return "clocks jumped over it; write its offset";
		if (fit.kind == ZONE_REPEAT)
			return "it came twice; write its offset";
	}
	if (ms < 0 || ms >= TIME_MAX_MS)
		return "not a time between 1970 and 9998";
	*ms_out = ms;
	return NULL;
}

bool
project_read_time(struct cursor *cursor, const char *key, enum reader_need need,
	const struct zone *zone, int64_t *ms_out)
{
	const char *text = reader_string(cursor, key, need);
	const char *wrong;

	if (text == NULL)
		return false;
	wrong = wire_project_time(text, zone, ms_out);
	if (wrong != NULL)
		reader_fail(cursor, key, wrong);
	return wrong == NULL;
}

static bool
read_date(const char *text, int32_t *date_out)
{
	struct err ignored;

	return date_parse(text, date_out, &ignored) == 0 && *date_out >= 0 &&
	       *date_out < TIME_MAX_MS / DAY_MS;
}

bool
project_read_date(struct cursor *cursor, const char *key, enum reader_need need,
	int32_t *date_out)
{
	const char *text = reader_string(cursor, key, need);

	if (text == NULL)
		return false;
	if (read_date(text, date_out))
		return true;
	reader_fail(cursor, key, "not a date (2026-11-16) from 1970 on");
	return false;
}

bool
project_read_from(struct cursor *cursor, const char *key,
	const struct zone *zone, int64_t *ms_out)
{
	const char *text = reader_string(cursor, key, READER_WANTED);
	const char *wrong;
	int32_t date;

	if (text == NULL)
		return false;
	if (read_date(text, &date)) {
		*ms_out = zone_date_start_ms(zone, date);
		return true;
	}
	wrong = wire_project_time(text, zone, ms_out);
	if (wrong != NULL)
		reader_fail(cursor, key, wrong);
	return wrong == NULL;
}

void
project_write_date(struct jsonout *json, const char *key, int32_t date)
{
	char text[DATE_BYTES];

	jsonout_text(json, key, date_format(date, text));
}

/* With the zone's offset, which has seconds only before 1972. */
void
project_write_time(struct jsonout *json, const char *key,
	const struct zone *zone, int64_t ms)
{
	struct zone_moment moment;
	struct civil local;
	int minutes;
	struct str text;

	zone_at(zone, ms, &moment);
	if (moment.offset_s % 60 != 0)
		moment.offset_s = 0;
	civil_from_utc_ms(ms + moment.offset_s * INT64_C(1000), &local);
	minutes = moment.offset_s / 60;
	str_init(&text, 64);
	str_addf(&text, "%04d-%02d-%02dT%02d:%02d:%02d", local.year,
		local.month, local.day, local.hour, local.minute, local.second);
	if (local.ms != 0)
		str_addf(&text, ".%03d", local.ms);
	if (minutes == 0)
		str_addc(&text, 'Z');
	else
		str_addf(&text, "%c%02d:%02d", minutes < 0 ? '-' : '+',
			(minutes < 0 ? -minutes : minutes) / 60,
			(minutes < 0 ? -minutes : minutes) % 60);
	jsonout_text(json, key, text.data);
	str_release(&text);
}
