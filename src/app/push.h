#ifndef PUSH_H
#define PUSH_H

/*
 * Delivers all that waits, enrolment by enrolment, batch by batch, each with
 * the enrolment's own key. Where that is lost or not taken, the same person's
 * current enrolment brings the punches. One that cannot be delivered does not
 * hold up the others.
 */

#include "inside.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void push_open(struct app *app);
void push_close(struct app *app);

struct push_end {
	struct err failure; /* the first of an enrolment; ERR_NONE: all went */
	bool own_failed;    /* that of who is signed in now had one */
	bool progress;      /* something was answered */
	int64_t retry_after_ms;
};

typedef void push_on_end(struct app *app, const struct push_end *end);

/*
 * Begins; ends with on_end, perhaps at once. The store's lead must be held.
 * `contact`: the current enrolment makes contact though nothing waits, so that
 * both sides hear what the other one has.
 */
void push_begin(struct app *app, bool contact, push_on_end *on_end);

/* Drops it; nobody is told. */
void push_cancel(struct app *app);

#endif
