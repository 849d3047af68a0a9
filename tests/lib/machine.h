#ifndef TESTS_LIB_MACHINE_H
#define TESTS_LIB_MACHINE_H

/*
 * The clocks of a machine before the service of lib/acme.h, whose clock is the
 * truth: they are right until a test makes them wrong. People may share it.
 */

#include "core/stamp.h"
#include "lib/acme.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

struct machine {
	struct id boot;
	int64_t booted_ms;   /* in truth */
	int64_t stood_ms;    /* so long its boot clock stood still */
	int64_t wall_off_ms; /* its wall clock is so far ahead */
};

/* A new id, as a machine makes them. */
struct id machine_make_id(const struct acme *acme);

/* Boots, now. */
void machine_boot(const struct acme *acme, struct machine *machine);

/* Time goes by for everybody; the machine's boot clock stands still. */
void machine_pause(struct acme *acme, struct machine *machine, int64_t ms);

/* What its clocks show, now. */
struct stamp
machine_clocks(const struct acme *acme, const struct machine *machine);

#endif
