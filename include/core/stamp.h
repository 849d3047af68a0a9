#ifndef CORE_STAMP_H
#define CORE_STAMP_H

/*
 * What a device's clocks said at one moment. A punch carries the stamp of its
 * press, a delivery the stamp of its sending; from the two the service works
 * out when the press really was (core/restate.h).
 */

#include <stdint.h>

#include "base/id.h"

#define STAMP_ZONE_BYTES 64

struct stamp {
	int64_t wall_ms; /* CLOCK_REALTIME: Unix time, as the device had it */
	int64_t boottime_ms; /* CLOCK_BOOTTIME: since this boot, counts sleep */
	struct id boot;      /* the kernel's boot id */
	char zone[STAMP_ZONE_BYTES]; /* IANA name in force */
	int32_t offset_s;            /* local time minus UTC, then and there */
};

#endif
