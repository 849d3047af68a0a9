#ifndef APP_TOKENS_H
#define APP_TOKENS_H

/*
 * The tokens of an account: from the keyring when first needed, kept in
 * memory while the program runs. The keyring is only touched on the worker.
 */

#include "inside.h"
#include "wire/wire.h"

typedef void tokens_on_ready(struct app *app, const struct err *err);

/* Whether they are this account's, of the person who is signed in to it. */
bool tokens_are_of(const struct tokens *tokens, const struct account *account);

/* Wipes what is in memory. */
void tokens_forget(struct tokens *tokens);

/*
 * Makes sure that the account's tokens are in memory, then calls on_ready on
 * the loop (perhaps at once). Absent ones are left empty: that is no error.
 */
void tokens_load(struct app *app, const struct account *account,
	tokens_on_ready *on_ready);

/*
 * Nobody waits for the keyring any more: what a load brings is dropped, a save
 * is still done.
 */
void tokens_cancel(struct app *app);

/*
 * Takes the tokens of an answer into memory (moving them) and saves those that
 * last in the keyring; on_ready gets the keyring's complaint, if any.
 */
void tokens_adopt(struct app *app, const struct account *account,
	struct wire_session *session, tokens_on_ready *on_ready);

/*
 * Erases the session from the keyring. The device's token stays: it delivers
 * what waits, and lets the next person sign in on this machine.
 */
void tokens_erase(struct app *app, const struct account *account,
	tokens_on_ready *on_ready);

#endif
