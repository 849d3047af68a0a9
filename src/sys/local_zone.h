#ifndef LOCAL_ZONE_H
#define LOCAL_ZONE_H

/* Which zone this machine is in. */

#include "calendar/zone.h"

/* Where to look, in this order; each may be NULL. */
struct local_zone_places {
	const char *tz;             /* the value of TZ */
	const char *localtime_path; /* a link into the zone files */
	const char *timezone_path;  /* a file with the name */
};

/*
 * Makes *zone (NULL to begin) the local zone: kept when its name still is the
 * right one, else loaded anew. UTC when nothing names a zone that exists.
 */
void
local_zone_update(const struct local_zone_places *places, struct zone **zone);

#endif
