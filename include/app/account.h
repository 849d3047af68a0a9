#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

/* Signing in and out. */

#include "app/app.h"
#include "base/secret.h"

struct sign_in {
	const char *server;     /* checked with settings_check_server */
	const char *company_id; /* as it was typed */
	const char *username;
	const struct secret *password;
};

/*
 * Called once at the end. err->kind is ERR_NONE when signed in; then err->text
 * may still hold a warning (it lasts as long as the program, because the place
 * for secrets only hands out what somebody put there).
 */
typedef void account_on_done(void *ctx, const struct err *err);

/*
 * Looks for the place for secrets, signs in at the service, keeps the tokens,
 * and then saves the account and begins to load the catalogue. When one of
 * these fails nothing is changed: who was signed in is. One at a time
 * (ERR_BUSY). A returned -1 means that on_done will not be called.
 */
int account_sign_in(struct app *app, const struct sign_in *sign_in,
	account_on_done *on_done, void *ctx, struct err *err);

/*
 * Signs out: revokes the session when the service can be reached, erases it
 * from the keyring. Kept punches stay, and so does what delivers them.
 */
int account_sign_out(
	struct app *app, account_on_done *on_done, void *ctx, struct err *err);

#endif
