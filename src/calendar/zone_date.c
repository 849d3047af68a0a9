#include "calendar/zone.h"

#include "zone_land.h"

#define DAY_S INT64_C(86400)

/* The first and the last instant whose date 32 bits hold in every zone. */
#define FIRST_S (DAY_S * (INT32_MIN + 2))
#define LAST_S (DAY_S * (INT32_MAX - 2))

int32_t
zone_date(const struct zone *zone, int64_t utc_ms)
{
	struct zone_segment segment;
	int64_t at_s = utc_ms / 1000 - (utc_ms % 1000 < 0);
	int64_t local_s;

	if (at_s < FIRST_S)
		at_s = FIRST_S;
	if (at_s > LAST_S)
		at_s = LAST_S;
	zone_land_segment(zone, at_s, &segment);
	local_s = at_s + segment.moment.offset_s;
	return (int32_t)(local_s / DAY_S - (local_s % DAY_S < 0));
}

int64_t
zone_date_start_ms(const struct zone *zone, int32_t date)
{
	struct zone_landing landing = zone_land(zone, date * DAY_S);

	return 1000 *
	       (landing.kind == ZONE_GAP ? landing.jump_s : landing.first_s);
}
