#ifndef KEYS_H
#define KEYS_H

/*
 * What delivers: a key for each enrolment, from the keyring when first needed,
 * kept in memory while the program runs. It outlives a sign-out as long as
 * something is kept under the enrolment, and shows at the next sign-in which
 * one goes on.
 */

#include "inside.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void keys_open(struct app *app);
void keys_close(struct app *app);

/* `key` is empty when there is none; borrowed, until keys are asked again. */
typedef void
keys_on_ready(struct app *app, const struct secret *key, const struct err *err);

/* Tells the key of an account's enrolment, perhaps at once. One at a time. */
void keys_want(struct app *app, const struct account *account,
	const struct id *enrolment, keys_on_ready *on_ready);

/* The key if it is in memory, NULL otherwise; borrowed likewise. */
const struct secret *keys_at_hand(struct app *app, const struct id *enrolment);

/* The service did not take it: the keyring may hold a newer one. */
void keys_refused(struct app *app, const struct id *enrolment);

/* A new one, moved into memory and kept in the keyring. */
void keys_adopt(struct app *app, const struct account *account,
	const struct id *enrolment, struct secret *key, keys_on_ready *on_kept);

/* Forgets it here and, in its own time, in the keyring. */
void keys_erase(struct app *app, const struct account *account,
	const struct id *enrolment);

/* Nobody waits for a key any more. */
void keys_cancel(struct app *app);

#endif
