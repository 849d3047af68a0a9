#include "core/rounding.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MINUTES 1440
#define DAY_MS (DAY_MINUTES * MINUTE_MS)

/* What clocks show, as if they were on UTC. */
static int64_t
local_ms(const struct zone *zone, int64_t at_ms)
{
	struct zone_moment moment;

	if (zone == NULL)
		return at_ms;
	zone_at(zone, at_ms, &moment);
	return at_ms + moment.offset_s * INT64_C(1000);
}

/* The instant at which clocks show what they show at at_ms, and `by_ms` more.
 */
static int64_t
move(const struct zone *zone, int64_t at_ms, int64_t by_ms)
{
	const int64_t local = local_ms(zone, at_ms) + by_ms;
	struct civil civil;

	if (local_ms(zone, at_ms + by_ms) == local)
		return at_ms + by_ms;
	civil_from_utc_ms(local, &civil);
	return zone_to_utc(zone, &civil, NULL);
}

static bool
is_in_range(const struct rounding_policy *policy, int minute)
{
	const int from = policy->from_minute, until = policy->until_minute;

	if (from == until)
		return false;
	if (from < until)
		return from <= minute && minute <= until;
	return from <= minute || minute <= until; /* over midnight */
}

int64_t
rounding_show(const struct rounding_policy *policy, const struct zone *zone,
	int64_t at_ms)
{
	const int64_t grid =
		MINUTE_MS *
		(policy->grid_minutes > 0 ? policy->grid_minutes : 1);
	const int64_t local = local_ms(zone, at_ms);
	const int64_t of_day = (local % DAY_MS + DAY_MS) % DAY_MS;
	int64_t by_ms = -(of_day % grid);

	if (is_in_range(policy, (int)(of_day / MINUTE_MS))) {
		by_ms = policy->to_minute * MINUTE_MS - of_day;
		if (2 * by_ms > DAY_MS)
			by_ms -= DAY_MS;
		else if (2 * by_ms < -DAY_MS)
			by_ms += DAY_MS;
		return move(zone, at_ms, by_ms);
	}
	if (-2 * by_ms >= grid)
		by_ms += grid;
	return at_ms + by_ms;
}

/* "HH:MM", then `end`; NULL when it is not. */
static const char *
parse_minute(const char *at, const char *end, int *minute_out)
{
	int hour, minute;

	for (int i = 0; i < 5; i++)
		if (i == 2 ? at[i] != ':' : at[i] < '0' || at[i] > '9')
			return NULL;
	hour = (at[0] - '0') * 10 + at[1] - '0';
	minute = (at[3] - '0') * 10 + at[4] - '0';
	if (hour > 23 || minute > 59 || strncmp(at + 5, end, strlen(end)) != 0)
		return NULL;
	*minute_out = hour * 60 + minute;
	return at + 5 + strlen(end);
}

int
rounding_parse_range(
	const char *text, struct rounding_policy *policy, struct err *err)
{
	const char *at = text;
	int from = 0, until = 0, to = 0;

	if (text[0] != '\0') {
		at = parse_minute(at, "-", &from);
		at = at != NULL ? parse_minute(at, " as ", &until) : NULL;
		at = at != NULL ? parse_minute(at, "", &to) : NULL;
		if (at == NULL || *at != '\0')
			return err_set(err, ERR_DATA,
				"is not a range such as 06:50-07:10 as 07:00");
		if (from == until)
			return err_set(err, ERR_DATA,
				"begins and ends with the same minute");
	}
	policy->from_minute = from;
	policy->until_minute = until;
	policy->to_minute = to;
	return 0;
}
