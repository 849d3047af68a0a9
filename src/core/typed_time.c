#include "core/typed_time.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "calendar/date.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)
#define ZONE_WORD_BYTES 16
#define AGO_MAX 1000000 /* of whatever unit: more is a slip */

/* What was typed, in its parts. */
struct parts {
	const char *at;             /* what is not read yet */
	bool has_date;              /* then: year, month, day */
	int days_back;              /* else: "yesterday" is 1 */
	bool says_day;              /* "today" or "yesterday" was said */
	struct civil when;          /* the time of day, and the date */
	char zone[ZONE_WORD_BYTES]; /* "": none was said */
};

static void
skip_blanks(struct parts *parts)
{
	while (*parts->at == ' ' || *parts->at == '\t')
		parts->at++;
}

/* A word, if it stands here as a whole. */
static bool
take_word(struct parts *parts, const char *word)
{
	size_t len = strlen(word);

	if (strncasecmp(parts->at, word, len) != 0 ||
		isalpha((unsigned char)parts->at[len]))
		return false;
	parts->at += len;
	skip_blanks(parts);
	return true;
}

/* A number of min to max digits; -1: there is none. */
static int
take_number(struct parts *parts, int min, int max)
{
	int value = 0, digits = 0;

	while (digits < max && isdigit((unsigned char)*parts->at)) {
		value = value * 10 + (*parts->at++ - '0');
		digits++;
	}
	return digits >= min ? value : -1;
}

static bool
take_mark(struct parts *parts, char mark)
{
	if (*parts->at != mark)
		return false;
	parts->at++;
	return true;
}

/* "2026-11-30", and what may stand between it and the time. */
static bool
take_date(struct parts *parts)
{
	struct parts at = *parts;

	at.when.year = take_number(&at, 4, 4);
	if (at.when.year < 0 || !take_mark(&at, '-'))
		return false;
	at.when.month = take_number(&at, 1, 2);
	if (at.when.month < 0 || !take_mark(&at, '-'))
		return false;
	at.when.day = take_number(&at, 1, 2);
	if (at.when.day < 0)
		return false;
	if (*at.at == 'T' || *at.at == 't')
		at.at++;
	skip_blanks(&at);
	at.has_date = true;
	*parts = at;
	return true;
}

static void
take_day(struct parts *parts)
{
	skip_blanks(parts);
	parts->says_day = true;
	if (take_word(parts, "yesterday"))
		parts->days_back = 1;
	else if (!take_word(parts, "today") && !take_date(parts))
		parts->says_day = false;
}

/* Of twelve hours: "12 am" is midnight. */
static bool
take_half(struct parts *parts, bool *is_said)
{
	bool pm;

	skip_blanks(parts);
	pm = take_word(parts, "pm") || take_word(parts, "p.m.");
	*is_said = pm || take_word(parts, "am") || take_word(parts, "a.m.");
	if (!*is_said)
		return true;
	if (parts->when.hour < 1 || parts->when.hour > 12)
		return false;
	parts->when.hour = parts->when.hour % 12 + (pm ? 12 : 0);
	return true;
}

/* "07:40", "7:40pm", "7 pm", with seconds or without. */
static bool
take_time(struct parts *parts)
{
	bool has_minute, is_half;

	parts->when.hour = take_number(parts, 1, 2);
	if (parts->when.hour < 0)
		return false;
	has_minute = take_mark(parts, ':');
	if (has_minute)
		parts->when.minute = take_number(parts, 2, 2);
	if (has_minute && take_mark(parts, ':'))
		parts->when.second = take_number(parts, 2, 2);
	if (isdigit((unsigned char)*parts->at) || !take_half(parts, &is_half))
		return false;
	return (has_minute || is_half) && parts->when.hour <= 23 &&
	       parts->when.minute >= 0 && parts->when.minute <= 59 &&
	       parts->when.second >= 0 && parts->when.second <= 59;
}

/* What is left names the zone. */
static bool
take_zone(struct parts *parts)
{
	size_t len = strlen(parts->at);

	while (len > 0 && parts->at[len - 1] == ' ')
		len--;
	if (len >= sizeof(parts->zone) || memchr(parts->at, ' ', len) != NULL)
		return false;
	memcpy(parts->zone, parts->at, len);
	parts->zone[len] = '\0';
	return true;
}

/* --- "20 min ago" --------------------------------------------------------- */

/* Milliseconds of the unit that stands here; 0: none does. */
static int64_t
take_unit(struct parts *parts)
{
	static const struct {
		const char *word;
		int64_t ms;
	} units[] = {
		{"minutes", MINUTE_MS},
		{"minute", MINUTE_MS},
		{"mins", MINUTE_MS},
		{"min", MINUTE_MS},
		{"m", MINUTE_MS},
		{"hours", HOUR_MS},
		{"hour", HOUR_MS},
		{"h", HOUR_MS},
		{"seconds", SECOND_MS},
		{"second", SECOND_MS},
		{"sec", SECOND_MS},
		{"s", SECOND_MS},
		{"days", DAY_MS},
		{"day", DAY_MS},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (take_word(parts, units[i].word))
			return units[i].ms;
	return 0;
}

/* How long ago; -1: it says nothing of that kind. */
static int64_t
read_ago(const char *text)
{
	struct parts parts = {.at = text};
	int64_t ago_ms = 0;
	int pairs = 0;

	skip_blanks(&parts);
	while (!take_word(&parts, "ago")) {
		int count = take_number(&parts, 1, 7);
		int64_t unit_ms;

		skip_blanks(&parts);
		unit_ms = take_unit(&parts);
		if (count < 0 || count > AGO_MAX || unit_ms == 0)
			return -1;
		ago_ms += count * unit_ms;
		pairs++;
	}
	return pairs > 0 && *parts.at == '\0' ? ago_ms : -1;
}

/* --- where it stands ------------------------------------------------------ */

static void
local_of(const struct zone *zone, int64_t ms, struct civil *local_out)
{
	if (zone != NULL)
		zone_to_local(zone, ms, local_out);
	else
		civil_from_utc_ms(ms, local_out);
}

/* The local time that was typed, on the day that it is of there. */
static struct civil
local_time(const struct parts *parts, const struct civil *today, int days_back)
{
	struct civil local = parts->when;

	if (parts->has_date)
		return local;
	local.year = today->year;
	local.month = today->month;
	local.day = today->day - days_back;
	return local;
}

/* "-05:00", "+0530", "Z", "UTC" */
static bool
read_offset(const char *word, int64_t *offset_ms_out)
{
	struct parts parts = {.at = word + 1};
	int hours, minutes = 0;

	*offset_ms_out = 0;
	if (strcasecmp(word, "z") == 0 || strcasecmp(word, "utc") == 0 ||
		strcasecmp(word, "gmt") == 0)
		return true;
	if (*word != '+' && *word != '-')
		return false;
	hours = take_number(&parts, 2, 2);
	if (*parts.at != '\0') {
		(void)take_mark(&parts, ':');
		minutes = take_number(&parts, 2, 2);
	}
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ||
		*parts.at != '\0')
		return false;
	*offset_ms_out = (hours * 60 + minutes) * MINUTE_MS;
	if (*word == '-')
		*offset_ms_out = -*offset_ms_out;
	return true;
}

/* The offset of what a zone is called around this time, or half a year off:
 * whoever says EST in July means EST. */
static bool
find_name(const struct zone *zone, const char *word, int64_t near_ms,
	int64_t *offset_ms_out)
{
	static const int days[] = {-1, 1, -182, 182};

	if (zone == NULL)
		return false;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct zone_moment moment;

		zone_at(zone, near_ms + days[i] * DAY_MS, &moment);
		if (strcasecmp(moment.abbreviation, word) != 0)
			continue;
		*offset_ms_out = moment.offset_s * SECOND_MS;
		return true;
	}
	return false;
}

/* Whoever types 23:50 shortly after midnight means it; 17:00 in the morning may
 * be a slip. */
static void
doubt_yesterday(struct typed_time *time, int64_t now_ms)
{
	if (time->doubt == TYPED_SURE &&
		now_ms - time->ms[0] > TYPED_TIME_NEAR_MS)
		time->doubt = TYPED_YESTERDAY;
}

/* In the zone that was said. */
static bool
read_in_zone(const struct parts *parts, const struct typed_place *place,
	struct typed_time *time)
{
	struct civil today, local;
	int64_t offset_ms;

	if (!read_offset(parts->zone, &offset_ms)) {
		int64_t near_ms = place->now_ms;

		if (parts->has_date)
			near_ms = civil_to_utc_ms(&parts->when);
		if (!find_name(
			    place->company, parts->zone, near_ms, &offset_ms) &&
			!find_name(place->machine, parts->zone, near_ms,
				&offset_ms))
			return false;
	}
	civil_from_utc_ms(place->now_ms + offset_ms, &today);
	local = local_time(parts, &today, parts->days_back);
	time->ms[0] = civil_to_utc_ms(&local) - offset_ms;
	if (parts->says_day || time->ms[0] <= place->now_ms)
		return true;
	time->ms[0] -= DAY_MS;
	doubt_yesterday(time, place->now_ms);
	return true;
}

/* A local time of one zone, in the ways in which it can be meant there. */
static void
read_local(const struct zone *zone, const struct civil *local, int64_t now_ms,
	struct typed_time *time)
{
	struct zone_fit fit = {.kind = ZONE_EXACT};
	struct zone_moment before;
	int64_t ms = zone != NULL ? zone_to_utc(zone, local, &fit)
				  : civil_to_utc_ms(local);

	*time = (struct typed_time){TYPED_SURE, 1, {ms, ms}};
	if (fit.kind == ZONE_REPEAT && fit.second_ms <= now_ms) {
		*time = (struct typed_time){
			TYPED_REPEAT, 2, {ms, fit.second_ms}};
	} else if (fit.kind == ZONE_GAP) {
		/* by the clock before the jump, and by the one after it */
		int64_t as_utc_ms = civil_to_utc_ms(local);
		struct zone_moment after;

		zone_at(zone, ms - DAY_MS, &before);
		zone_at(zone, ms + DAY_MS, &after);
		*time = (struct typed_time){TYPED_GAP, 2,
			{as_utc_ms - before.offset_s * SECOND_MS,
				as_utc_ms - after.offset_s * SECOND_MS}};
	}
}

/* A bare time of day is the last one. */
static void
read_day(const struct parts *parts, const struct zone *zone, int64_t now_ms,
	struct typed_time *time)
{
	struct civil today, local;

	local_of(zone, now_ms, &today);
	local = local_time(parts, &today, parts->days_back);
	read_local(zone, &local, now_ms, time);
	if (parts->says_day || time->ms[0] <= now_ms)
		return;
	local = local_time(parts, &today, 1);
	read_local(zone, &local, now_ms, time);
	doubt_yesterday(time, now_ms);
}

static void
read_here(const struct parts *parts, const struct typed_place *place,
	struct typed_time *time)
{
	struct typed_time there;

	read_day(parts, place->company, place->now_ms, time);
	if (place->machine == NULL)
		return;
	read_day(parts, place->machine, place->now_ms, &there);
	*time = (struct typed_time){TYPED_ZONE, 2, {time->ms[0], there.ms[0]}};
}

static bool
take_all(struct parts *parts)
{
	take_day(parts);
	if (!take_time(parts))
		return false;
	if (parts->has_date && !civil_is_valid(&parts->when))
		return false;
	skip_blanks(parts);
	return take_zone(parts);
}

int
typed_time_read(const char *text, const struct typed_place *place,
	struct typed_time *time_out, struct err *err)
{
	struct typed_time time = {.doubt = TYPED_SURE, .count = 1};
	struct parts parts = {.at = text};
	struct err ignored;
	int64_t ago_ms = read_ago(text);
	bool is_read = true;

	if (ago_ms >= 0)
		time.ms[0] = place->now_ms - ago_ms;
	else if (civil_parse_rfc3339(text, &time.ms[0], &ignored) == 0)
		;
	else if (!take_all(&parts))
		is_read = false;
	else if (parts.zone[0] != '\0')
		is_read = read_in_zone(&parts, place, &time);
	else
		read_here(&parts, place, &time);
	if (!is_read)
		return err_set(err, ERR_DATA,
			"\"%s\" is no time that is known here: say 07:40, "
			"7:40pm, 01:30 EST, yesterday 23:50, 2026-11-30 23:50 "
			"or 20 min ago",
			text);
	*time_out = time;
	return 0;
}

void
typed_time_say(struct str *out, const struct zone *zone, int64_t ms)
{
	struct zone_moment moment = {.abbreviation = "UTC"};
	struct civil local;

	local_of(zone, ms, &local);
	if (zone != NULL)
		zone_at(zone, ms, &moment);
	str_addf(out, "%04d-%02d-%02d %02d:%02d:%02d %s", local.year,
		local.month, local.day, local.hour, local.minute, local.second,
		moment.abbreviation);
}
