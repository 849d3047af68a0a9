#ifndef SRC_LOOP_STATE_H
#define SRC_LOOP_STATE_H

/* What the files of this folder share: the loop's insides. */

#include <poll.h>
#include <signal.h>

#include "loop/loop.h"

struct watch {
	loop_on_ready *on_ready;
	void *ctx;
};

struct signal_handler {
	int signo;
	loop_on_signal *on_signal;
	void *ctx;
};

struct loop {
	/* Two arrays with one index; fd -1: ended, to be closed up. */
	struct pollfd *polls;
	struct watch *watches;
	size_t watch_count;
	size_t polls_cap;
	size_t watches_cap;

	struct loop_timer *timers; /* the soonest first */

	bool running;
	bool stopped;

	loop_on_time *on_turn;
	void *turn_ctx;

	int signal_fd; /* -1: no signal is handled */
	sigset_t signals;
	sigset_t signals_before; /* the thread's mask */
	struct signal_handler *handlers;
	size_t handler_count;
	size_t handlers_cap;

	int worker_fd; /* an eventfd: something is done */
	struct worker *worker;
	bool ending;
};

/* Milliseconds until the next timer for poll(2); -1: there is none. */
int timer_wait_ms(const struct loop *loop);

/* Calls the timers that were due when it was called, and only these. */
void timer_run_due(struct loop *loop);

/* Unblocks what was blocked; what is still pending is forgotten. */
void signal_end(struct loop *loop);

/* The loop's answer to worker_fd: calls one `done`. */
void worker_on_done(void *ctx, int fd, unsigned ready);

#endif
