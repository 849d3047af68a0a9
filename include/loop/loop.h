#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

/*
 * One thread, one poll(2): descriptors, timers, signals, and one worker thread
 * for what can only block. Callbacks run on the loop's thread, one at a time;
 * they may add and remove anything, themselves included.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;

/* ERR_INTERNAL when the system gives no descriptor. */
int loop_new(struct loop **loop_out, struct err *err);

/* Ends the worker if loop_end_work did not, and frees. A NULL loop is fine. */
void loop_free(struct loop **loop);

/* Runs until loop_stop. ERR_INTERNAL when the system cannot wait. */
int loop_run(struct loop *loop, struct err *err);

/* Makes loop_run return after the callback that is running. */
void loop_stop(struct loop *loop);

/* Milliseconds of CLOCK_BOOTTIME, now: the machine's sleep counts. */
int64_t loop_now_ms(const struct loop *loop);

#define LOOP_READ 1u
#define LOOP_WRITE 2u

/* ready: LOOP_READ | LOOP_WRITE; errors and hang-ups come as both. */
typedef void loop_on_ready(void *ctx, int fd, unsigned ready);

/* Watches fd, or changes what is watched; events 0 ends it (before close). */
void loop_watch(struct loop *loop, int fd, unsigned events,
	loop_on_ready *on_ready, void *ctx);

typedef void loop_on_time(void *ctx);

/* A timer, embedded in what uses it. Zero it to begin. */
struct loop_timer {
	int64_t at_ms; /* as loop_now_ms; 0: not armed */
	loop_on_time *on_time;
	void *ctx;
	struct loop_timer *next;
};

/* Calls once at at_ms (or at once when past; after a sleep of the machine, with
 * what wakes the loop next); re-arming moves it. */
void loop_arm(struct loop *loop, struct loop_timer *timer, int64_t at_ms,
	loop_on_time *on_time, void *ctx);
void loop_disarm(struct loop *loop, struct loop_timer *timer);

/* Called before each wait: the one place for a redraw. NULL ends it. */
void loop_before_wait(struct loop *loop, loop_on_time *on_turn, void *ctx);

typedef void loop_on_signal(void *ctx, int signo);

/*
 * Handles a signal on the loop until loop_free; it is blocked meanwhile, so a
 * child to be started needs its mask cleared. To be called before any thread
 * is started.
 */
int loop_signal(struct loop *loop, int signo, loop_on_signal *on_signal,
	void *ctx, struct err *err);

/*
 * Runs `work` on the worker thread, one after the other, then `done` on the
 * loop's. The worker starts with the first call; no signal reaches it. `done`
 * is called once and is the place to free ctx: until then ctx, and what
 * `work` reads through it, belong to the call and to nobody else.
 * ERR_INTERNAL when there can be no thread; nothing will be called then.
 */
typedef void loop_work(void *ctx);
int loop_defer(struct loop *loop, loop_work *work, loop_work *done, void *ctx,
	struct err *err);

/*
 * Ends the worker, after loop_run and while what `done` looks at still stands:
 * every `done` that is due is called, also of what did not begin and now never
 * will. Returns false when a call still hung after LOOP_END_WAIT_MS: it is left
 * alone with its thread and its ctx, its `done` never comes, and nothing that
 * its `work` uses may be freed; free the rest and exit. True without a loop.
 */
#define LOOP_END_WAIT_MS 250
bool loop_end_work(struct loop *loop);

#endif
