#ifndef PUSH_H
#define PUSH_H

/*
 * Delivers all that waits, account by account, batch by batch, each with the
 * account's own key. One that cannot be delivered does not hold up the others.
 */

#include "inside.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void push_open(struct app *app);
void push_close(struct app *app);

struct push_end {
	struct err failure; /* the first of an account; ERR_NONE: all went */
	bool own_failed;    /* the account signed in now had one */
	bool progress;      /* something was answered */
	int64_t retry_after_ms;
};

typedef void push_on_end(struct app *app, const struct push_end *end);

/* Begins; ends with on_end, perhaps at once. The store's lead must be held. */
void push_begin(struct app *app, push_on_end *on_end);

/* Drops it; nobody is told. */
void push_cancel(struct app *app);

#endif
