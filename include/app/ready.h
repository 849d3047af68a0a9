#ifndef APP_READY_H
#define APP_READY_H

/*
 * What a sign-in needs, looked at before anybody types a password: a place for
 * its secrets, and a service at that address.
 */

#include "app/app.h"

/*
 * Told once, perhaps at once, with ERR_NONE or what is wrong and how to mend
 * it. One look of each kind at a time: a new one drops the one before.
 */
typedef void ready_on_done(void *ctx, const struct err *err);

/*
 * Whether a sign-in can be kept here; where the desktop asks, the person may be
 * asked to unlock the keyring. ERR_UNAVAILABLE, ERR_LOCKED, ERR_CONFIG.
 */
void ready_place(struct app *app, ready_on_done *on_done, void *ctx);

/*
 * Whether a Connect service answers at this URL (settings_check_server).
 * ERR_UNAVAILABLE.
 */
void ready_server(
	struct app *app, const char *url, ready_on_done *on_done, void *ctx);

/* Whether it failed because somebody answered who is not to be trusted. */
bool ready_is_distrust(const struct err *err);

/* Drops what is under way for whoever asked with this ctx. */
void ready_drop(struct app *app, const void *ctx);

/*
 * From now on secrets are kept in another place. A sign-in that succeeds there
 * writes it into the configuration; one that does not leaves that as it is.
 * ERR_USAGE: nobody can change that here.
 */
int ready_choose(struct app *app, enum keyring_choice choice, struct err *err);

/* The path of the file that KEYRING_CHOICE_FILE means; NULL: no choice. */
const char *ready_file(const struct app *app);

#endif
