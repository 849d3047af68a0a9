#ifndef APP_MAILED_H
#define APP_MAILED_H

/*
 * What somebody does who cannot sign in: asks for a mail to set a new password,
 * sets one by the code of such a mail. Nobody is signed in by it.
 */

#include "app/app.h"
#include "base/secret.h"

/* Who that is; as in struct sign_in. */
struct mailed_who {
	const char *server;
	const char *company_id;
	const char *username;
};

/* Told once, with ERR_NONE or why not. */
typedef void mailed_on_done(void *ctx, const struct err *err);

/*
 * Asks for the mail. The service says the same for everybody: that there is
 * such a person is not known then. One of these at a time (ERR_BUSY). A
 * returned -1 means that on_done will not be called.
 */
int mailed_forgot(struct app *app, const struct mailed_who *who,
	mailed_on_done *on_done, void *ctx, struct err *err);

struct mailed_code {
	struct mailed_who who;
	const char *code; /* as it was typed */
	const struct secret *password;
};

/*
 * Sets the password by the code. ERR_AUTH: one of them is wrong, or the code
 * is good no more; ERR_DATA says what is wrong with the password.
 */
int mailed_activate(struct app *app, const struct mailed_code *code,
	mailed_on_done *on_done, void *ctx, struct err *err);

#endif
