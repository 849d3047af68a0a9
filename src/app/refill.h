#ifndef REFILL_H
#define REFILL_H

#include "inside.h"
#include "wire/wire.h"

#define REFILL_ALL (-1) /* as a watermark: the service knows nothing of it */

/*
 * The service told what it has of an enrolment (a row of the store): what it
 * had and lost waits again (app->refill_waits). At most once a turn for each
 * enrolment, whatever a service says.
 */
int refill(struct app *app, int64_t enrolment, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err);

/* The same of the enrolment of who is signed in; without one it is nothing. */
int
refill_own(struct app *app, const struct wire_clock *clock, struct err *err);

#endif
