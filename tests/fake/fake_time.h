#ifndef FAKE_TIME_H
#define FAKE_TIME_H

/* Clocks in the test's hands. */

#include "port/time_source.h"

struct fake_time {
	struct stamp now;
	int64_t monotonic_ms;
	int reads;   /* of all clocks */
	bool broken; /* they cannot be read */
};

/* Sat 21 Nov 2026 13:00 UTC, 08:00 in New York, first boot. */
void fake_time_init(struct fake_time *fake);

/* All clocks go on by so much. */
void fake_time_pass(struct fake_time *fake, int64_t ms);

/* They as a port. */
struct time_source fake_time_port(struct fake_time *fake);

#endif
