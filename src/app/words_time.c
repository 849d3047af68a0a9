#include "app/words.h"
#include "calendar/date.h"

#define NEWS_MAX_MS 30000

static void
to_local(const struct zone *zone, int64_t utc_ms, struct civil *local_out)
{
	if (zone != NULL)
		zone_to_local(zone, utc_ms, local_out);
	else
		civil_from_utc_ms(utc_ms, local_out);
}

static int32_t
to_date(const struct zone *zone, int64_t utc_ms)
{
	struct civil local;

	to_local(zone, utc_ms, &local);
	return date_from_civil(&local);
}

static void
add_zone(struct str *out, const struct zone *zone, int64_t utc_ms)
{
	struct zone_moment moment;

	if (zone == NULL) {
		str_addz(out, " UTC");
	} else if (zone_is_doubtful(zone, utc_ms)) {
		zone_at(zone, utc_ms, &moment);
		str_addf(out, " %s", moment.abbreviation);
	}
}

void
words_time(struct str *out, const struct zone *zone, int64_t utc_ms)
{
	struct civil local;

	to_local(zone, utc_ms, &local);
	str_addf(out, "%02d:%02d", local.hour, local.minute);
	add_zone(out, zone, utc_ms);
}

void
words_day(struct str *out, int32_t date)
{
	static const char *const days[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct civil local;

	date_to_civil(date, &local);
	str_addf(out, "%s %02d %s", days[date_weekday(date) - 1], local.day,
		months[local.month - 1]);
}

void
words_date(struct str *out, const struct zone *zone, int64_t utc_ms)
{
	struct civil local;

	to_local(zone, utc_ms, &local);
	words_day(out, date_from_civil(&local));
	str_addf(out, " %04d", local.year);
}

void
words_moment(struct str *out, const struct zone *zone, int64_t utc_ms,
	int64_t now_ms)
{
	struct civil local;

	if (to_date(zone, utc_ms) != to_date(zone, now_ms)) {
		words_date(out, zone, utc_ms);
		str_addc(out, ' ');
	}
	to_local(zone, utc_ms, &local);
	str_addf(out, "%02d:%02d:%02d", local.hour, local.minute, local.second);
	add_zone(out, zone, utc_ms);
}

void
words_duration(struct str *out, int64_t duration_ms)
{
	int64_t minutes = duration_ms > 0 ? duration_ms / 60000 : 0;

	str_addf(out, "%lld h %02lld m", (long long)(minutes / 60),
		(long long)(minutes % 60));
}

void
words_as_of(struct str *out, const struct zone *zone, int64_t told_ms,
	int64_t now_ms)
{
	str_addz(out, "as of ");
	if (to_date(zone, told_ms) != to_date(zone, now_ms)) {
		words_date(out, zone, told_ms);
		str_addc(out, ' ');
	}
	words_time(out, zone, told_ms);
}

void
words_age(struct str *out, const struct face *face, const struct zone *zone)
{
	if (face->told_ms == 0 || face->now_ms - face->told_ms <= NEWS_MAX_MS)
		return;
	str_addz(out, " · ");
	words_as_of(out, zone, face->told_ms, face->now_ms);
}

int64_t
words_age_left(const struct face *face, int64_t now_ms)
{
	int64_t age_ms = now_ms - face->told_ms;

	return face->told_ms == 0 || age_ms > NEWS_MAX_MS
		       ? -1
		       : NEWS_MAX_MS - age_ms + 1;
}

void
words_minutes(struct str *out, int64_t minutes)
{
	str_addf(out, "%lld:%02d", (long long)(minutes / 60),
		(int)(minutes % 60));
}
