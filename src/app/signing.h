#ifndef APP_SIGNING_H
#define APP_SIGNING_H

/*
 * A sign-in (account.c) or sign-out (sign_out.c) under way; at most one, and no
 * turn beside it.
 */

#include "app/account.h"
#include "inside.h"
#include "visit.h"
#include "wire/wire.h"

#define SIGNING_ENROLMENTS_MAX 64 /* of an account: the newest */

struct signing {
	struct account account; /* as it will be saved */
	bool changed_person;    /* another one than the catalogue is for */
	char company_id[COMPANY_ID_BYTES];
	struct secret password;
	struct id shown; /* the enrolment that may go on; nil: none */
	struct wire_session tokens; /* as the service gave them */
	struct visit *visit;
	bool keeps;   /* the place keeps what it is given */
	bool has_key; /* one came with them */
	bool is_key_kept;
	bool is_session_kept;
	struct err warning; /* of a place that does not */
	int ticket;
	account_on_done *on_done;
	void *ctx;
};

/* Begins one. ERR_BUSY: another one is under way. */
int signing_begin(
	struct app *app, account_on_done *on_done, void *ctx, struct err *err);

/* Ends it, and tells how. */
void signing_end(struct app *app, const struct err *err);

/* Drops it; nobody is told. */
void signing_cancel(struct app *app);

#endif
