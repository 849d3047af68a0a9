#ifndef ZONE_FILE_H
#define ZONE_FILE_H

/* Zones of this machine, for the tests of what is computed with them. */

#include "calendar/zone.h"

#define ZONE_FILE_ROOT "/usr/share/zoneinfo"

/* The zone of this name, yours to free; -1 when there is none. */
int zone_file_find(const char *name, struct zone **zone_out, struct err *err);

/* The same; fails the test when there is none. */
struct zone *zone_file_load(const char *name);

#endif
