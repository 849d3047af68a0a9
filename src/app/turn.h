#ifndef TURN_H
#define TURN_H

/*
 * A turn: with the store's lead, deliver what waits, then ask for news. Turns
 * follow each other, and none begins beside a sign-in.
 */

#include "app/deliver.h"
#include "inside.h"
#include "news.h"

/* With the app; what is under way is dropped, secrets are wiped. */
void turn_open(struct app *app);
void turn_close(struct app *app);

/* Asks for a turn: at once, or again after the one that runs. refresh: with
 * all the news. */
void turn_want(struct app *app, bool refresh, bool whole,
	deliver_on_done *on_done, void *ctx);

/* The same, for so much of the news. */
void turn_want_news(struct app *app, enum news_scope scope,
	deliver_on_done *on_done, void *ctx);

/* Begins a turn that was asked for while it could not begin. */
void turn_resume(struct app *app);

/*
 * Tells the end of the turn that runs, else of the last one; begins one when
 * there was none.
 */
void turn_join(struct app *app, deliver_on_done *on_done, void *ctx);

/* Whether one is under way, be it that nothing was sent yet. */
bool turn_is_running(const struct app *app);

/* Whether a turn could begin that no back-off holds up. */
bool turn_is_free(const struct app *app);

/* Drops the turn that runs; its waiters are not told. */
void turn_cancel(struct app *app);

#endif
