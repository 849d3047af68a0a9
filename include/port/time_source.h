#ifndef PORT_TIME_SOURCE_H
#define PORT_TIME_SOURCE_H

/* The clocks, as the app sees them; tests hold their own. */

#include <stdint.h>

#include "base/err.h"
#include "calendar/zone.h"
#include "core/stamp.h"

struct time_source_ops {
	/* All clocks of this moment. ERR_INTERNAL when they cannot be read. */
	int (*now)(void *self, struct stamp *stamp_out, struct err *err);
	/* Milliseconds that only rise, sleep of the machine included; no
	 * meaning but differences. */
	int64_t (*monotonic_ms)(void *self);
	/* The zone of this IANA name, yours to zone_free. ERR_NOT_FOUND. */
	int (*zone)(void *self, const char *name, struct zone **zone_out,
		struct err *err);
};

struct time_source {
	const struct time_source_ops *ops;
	void *self;
};

#endif
