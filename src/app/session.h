#ifndef SESSION_H
#define SESSION_H

/*
 * The session of whoever is signed in: an access token that is renewed with a
 * refresh token, which the keyring keeps. A refresh token that somebody used
 * after it was replaced ends the session at the service, so processes renew
 * one at a time (lead.h), each beginning with what the keyring holds by then.
 * Only a renewal that the service refuses ends a session here.
 */

#include "inside.h"
#include "wire/wire.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void session_open(struct app *app);
void session_close(struct app *app);

/*
 * The access token of whoever is signed in, NULL when there is none or its
 * time is over. Borrowed, until the session is asked again.
 */
const struct secret *session_access(struct app *app);

/* The service did not take this access token, whatever its time. */
void session_refused(struct app *app, const struct secret *access);

typedef void session_on_ready(struct app *app, const struct err *err);

/*
 * Renews the access token, then tells, perhaps at once; while that is under
 * way already, only once. ERR_AUTH: a new sign-in is needed.
 */
void session_renew(struct app *app, session_on_ready *on_ready);

/* How long the service asked to wait at the last renewal; 0: not at all. */
int64_t session_retry_after_ms(const struct app *app);

/* Ends a renewal that is under way; on_ready is told ERR_BUSY. */
void session_interrupt(struct app *app);

/* Takes over the tokens of a sign-in (moving them), which are kept by now. */
void session_adopt(struct app *app, const struct account *account,
	struct wire_session *session);

/*
 * Tells the refresh token, to be revoked: empty when there is none. Borrowed,
 * until the session is asked again.
 */
typedef void session_on_refresh(struct app *app, const struct secret *refresh);
void session_load(struct app *app, session_on_refresh *on_refresh);

/* Forgets the session here and in the keyring. */
void session_erase(struct app *app, session_on_ready *on_erased);

#endif
