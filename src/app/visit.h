#ifndef VISIT_H
#define VISIT_H

/*
 * One visit to the keyring, for one secret of one account. Keyrings block, so
 * it is on the worker; it holds copies of all it needs, as the app may be gone
 * when it comes back.
 */

#include "inside.h"

struct visit;

/*
 * Back on the loop, perhaps at once. `secret` is what a load found, to be
 * moved out or left; empty when there is none: that is no error.
 */
typedef void
visit_on_done(struct app *app, struct secret *secret, const struct err *err);

/* Whose secret: the session of who is signed in, or what delivers. */
enum visit_purpose {
	VISIT_SESSION,
	VISIT_DEVICE
};

/* *slot is the visit until it ends, then NULL; so that it can be dropped. */
void visit_load(struct app *app, const struct account *account,
	enum visit_purpose purpose, visit_on_done *on_done,
	struct visit **slot);

/* Keeps a copy of this secret. */
void visit_save(struct app *app, const struct account *account,
	enum visit_purpose purpose, const struct secret *secret,
	visit_on_done *on_done, struct visit **slot);

/* Erases what is kept. */
void visit_erase(struct app *app, const struct account *account,
	enum visit_purpose purpose, visit_on_done *on_done,
	struct visit **slot);

/* Nobody is told of its end any more; what it saves is still saved. */
void visit_drop(struct visit **slot);

#endif
