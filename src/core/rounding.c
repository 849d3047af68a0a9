#include "core/rounding.h"

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
