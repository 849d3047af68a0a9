#ifndef APP_TURN_H
#define APP_TURN_H

/*
 * A turn: with the store's lead, deliver what waits, account by account, then
 * ask for news. One file per stage; each ends by calling the next.
 *
 *   turn_want -> lead -> [account -> tokens -> batch -> settle]* -> news -> end
 */

#include "inside.h"

/* Asks for a turn: at once, or again after the one that runs. */
void turn_want(struct app *app, bool refresh, bool whole,
	deliver_on_done *on_done, void *ctx);

/* Begins a turn that was asked for while it could not begin. */
void turn_resume(struct app *app);

/*
 * Tells the end of the turn that runs, else of the last one; begins one when
 * there was none.
 */
void turn_join(struct app *app, deliver_on_done *on_done, void *ctx);

/* Drops the turn that runs; its waiters are not told. */
void turn_cancel(struct app *app);

/* Ends the turn that runs: err NULL or its kind ERR_NONE when all went well. */
void turn_end(struct app *app, const struct err *err);

/* push.c: delivers all that waits, then turn_delivered. */
void push_begin(struct app *app);

/*
 * The service told what it has of an account's device: what it had and lost
 * waits again. At most once a turn, whatever a service says.
 */
int push_refill(struct app *app, int64_t account, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err);

/* news.c: the person, their clock, the catalogue; then turn_end. */
void news_begin(struct app *app);

/* Whether any punch of this store waits to be delivered. */
bool turn_has_waiting(struct app *app);

/* Every account was tried: what waited is answered, or its failure kept. */
void turn_delivered(struct app *app);

/* Arms the next try or refresh, when the app keeps at it. */
void turn_plan(struct app *app, bool failed);

#endif
