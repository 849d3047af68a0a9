#ifndef SYS_ZONEINFO_H
#define SYS_ZONEINFO_H

/* Zone files of the system: $TZDIR or /usr/share/zoneinfo. */

#include "base/err.h"
#include "calendar/zone.h"

/*
 * Loads the zone of this IANA name; yours to zone_free. UTC needs no file.
 * ERR_NOT_FOUND when there is none, ERR_DATA when the name or the file is not
 * valid.
 */
int zoneinfo_load(const char *name, struct zone **zone_out, struct err *err);

#endif
