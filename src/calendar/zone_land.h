#ifndef ZONE_LAND_H
#define ZONE_LAND_H

/* What a zone's clocks do around an instant, and where a local time falls. */

#include <stdint.h>

#include "calendar/zone.h"

/* A time without changes, [start_s, end_s). */
struct zone_segment {
	int64_t start_s;
	int64_t end_s;
	struct zone_moment moment;
};

/* Where a local time falls: an instant of UTC and how it was found. */
struct zone_landing {
	enum zone_fit_kind kind;
	int64_t first_s;
	int64_t second_s; /* ZONE_REPEAT */
	int64_t jump_s;   /* ZONE_GAP: when the clocks jumped */
};

/* The time without changes that holds this instant, a Unix time. */
void zone_land_segment(const struct zone *zone, int64_t at_s,
	struct zone_segment *segment_out);

/* Where this local time falls: seconds, as if clocks were on UTC. */
struct zone_landing zone_land(const struct zone *zone, int64_t local_s);

#endif
