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

/*
 * Of an enrolment what delivers, or with `enrolment` NULL the session of who is
 * signed in. *slot is the visit until it ends, then NULL; so that it can be
 * dropped.
 */
void visit_load(struct app *app, const struct account *account,
	const struct id *enrolment, visit_on_done *on_done,
	struct visit **slot);

/* Keeps a copy of this secret. */
void visit_save(struct app *app, const struct account *account,
	const struct id *enrolment, const struct secret *secret,
	visit_on_done *on_done, struct visit **slot);

/* Erases what is kept; without slot and on_done nobody waits for it. */
void visit_erase(struct app *app, const struct account *account,
	const struct id *enrolment, visit_on_done *on_done,
	struct visit **slot);

/* Looks whether the place is to be had (port/keyring.h). */
typedef void
visit_on_checked(struct app *app, bool keeps, const struct err *err);
void
visit_check(struct app *app, visit_on_checked *on_checked, struct visit **slot);

/* Nobody is told of its end any more; what it saves is still saved. */
void visit_drop(struct visit **slot);

#endif
