#ifndef KEYS_H
#define KEYS_H

/*
 * What delivers: a key of this device for each account, from the keyring when
 * first needed, kept in memory while the program runs. It outlives a sign-out,
 * and lets the next person sign in on this machine.
 */

#include "inside.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void keys_open(struct app *app);
void keys_close(struct app *app);

/* `key` is empty when there is none; borrowed, until keys are asked again. */
typedef void
keys_on_ready(struct app *app, const struct secret *key, const struct err *err);

/* Tells the account's key, perhaps at once. One at a time. */
void keys_want(struct app *app, const struct account *account,
	keys_on_ready *on_ready);

/* The service did not take it: the keyring may hold a newer one. */
void keys_refused(struct app *app, const struct account *account);

/* A new one, moved into memory and kept in the keyring. */
void keys_adopt(struct app *app, const struct account *account,
	struct secret *key, keys_on_ready *on_kept);

/* Nobody waits for a key any more. */
void keys_cancel(struct app *app);

#endif
