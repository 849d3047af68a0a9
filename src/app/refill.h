#ifndef REFILL_H
#define REFILL_H

#include "inside.h"
#include "wire/wire.h"

#define REFILL_ALL (-1) /* as a watermark: the service knows nothing of it */

/*
 * The service told what it has of an enrolment (a row of the store): if it
 * lost any that it had, all waits again (app->refill_waits). At most once a
 * turn for each enrolment, whatever a service says.
 */
int refill(struct app *app, int64_t enrolment, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err);

/*
 * This enrolment (a row of the store) is left for another one, and may have a
 * twin: another journal with the same numbers, so that none that the service
 * lost is missing there. All that was answered waits again, which costs the
 * service a look at each.
 */
int refill_branch(struct app *app, int64_t enrolment, struct err *err);

/* As refill, of the enrolment of who is signed in; without one it is nothing.
 */
int
refill_own(struct app *app, const struct wire_clock *clock, struct err *err);

#endif
