#ifndef APP_DELIVER_H
#define APP_DELIVER_H

/*
 * Bringing kept punches to the service and its news back. Runs by itself
 * after a press and with back-off; one process at a time (port/store.h lead).
 */

#include "app/app.h"

/*
 * Tries now: delivers everything that waits, then asks for the person's state
 * and for what changed in the catalogue (whole: from the beginning). on_done
 * (may be NULL) is told once, with ERR_NONE when nothing waits any more, else
 * why (ERR_BUSY: another process is delivering).
 */
typedef void deliver_on_done(void *ctx, const struct err *err);
void deliver_sync(struct app *app, bool whole_catalogue,
	deliver_on_done *on_done, void *ctx);

/*
 * Tells how the delivery ended that a press began (each press begins one),
 * at once when it has ended already.
 */
void deliver_wait(struct app *app, deliver_on_done *on_done, void *ctx);

/*
 * From now on keeps at it until app_close: delivers with back-off, asks for
 * the clocks every 25 s and for all else every five minutes, tells when another
 * process changed the store.
 */
void deliver_keep(struct app *app);

/*
 * Whose clock the service is asked for beside one's own, from now on; asks at
 * once when that is somebody new.
 */
void deliver_follow(struct app *app, const struct id *employee);

/*
 * News before judgement: asks for the clocks of these, who are followed from
 * now on, and tells when they are as new as they can be had: in at most so
 * long, perhaps at once. One at a time: another one takes the place.
 */
#define DELIVER_ASK_MS 2000
typedef void deliver_on_asked(void *ctx);
void deliver_ask(struct app *app, const struct id *employees, size_t count,
	deliver_on_asked *on_asked, void *ctx);

/* Nobody is told any more. */
void deliver_ask_no_more(struct app *app);

/* The queue as the footer tells it, by the service's time. */
int deliver_counts(
	struct app *app, struct queue_counts *counts_out, struct err *err);

/* Everything not answered, or set aside; borrowed for the call. */
int deliver_list(struct app *app, enum store_list which,
	store_on_punch *on_punch, void *ctx, struct err *err);

/* One punch of the journal by its id. ERR_NOT_FOUND. */
int deliver_find(struct app *app, const struct id *punch,
	struct kept_punch *kept_out, struct err *err);

/* A set-aside punch waits again and is sent at once. ERR_NOT_FOUND. */
int deliver_retry(struct app *app, const struct id *punch, struct err *err);

/* A person is done with a set-aside punch, and why. ERR_NOT_FOUND. */
int deliver_close(struct app *app, const struct id *punch, const char *reason,
	struct err *err);

#endif
