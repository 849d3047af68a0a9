#include <limits.h>
#include <stddef.h>

#include "loop/loop.h"
#include "state.h"

void
loop_disarm(struct loop *loop, struct loop_timer *timer)
{
	struct loop_timer **at = &loop->timers;

	if (timer->at_ms == 0)
		return;
	while (*at != timer)
		at = &(*at)->next;
	*at = timer->next;
	timer->next = NULL;
	timer->at_ms = 0;
}

void
loop_arm(struct loop *loop, struct loop_timer *timer, int64_t at_ms,
	loop_on_time *on_time, void *ctx)
{
	struct loop_timer **at = &loop->timers;
	int64_t now_ms = loop_now_ms(loop);

	loop_disarm(loop, timer);
	/* The past counts as now: behind all that was due before. */
	timer->at_ms = at_ms > now_ms ? at_ms : now_ms;
	timer->on_time = on_time;
	timer->ctx = ctx;
	while (*at != NULL && (*at)->at_ms <= timer->at_ms)
		at = &(*at)->next;
	timer->next = *at;
	*at = timer;
}

int
timer_wait_ms(const struct loop *loop)
{
	int64_t left;

	if (loop->timers == NULL)
		return -1;
	left = loop->timers->at_ms - loop_now_ms(loop);
	if (left < 0)
		return 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}

void
timer_run_due(struct loop *loop)
{
	const int64_t now_ms = loop_now_ms(loop);
	size_t due = 0;

	/* Counted first: a timer that re-arms itself for now waits its turn. */
	for (struct loop_timer *t = loop->timers;
		t != NULL && t->at_ms <= now_ms; t = t->next)
		due++;
	while (due-- > 0 && !loop->stopped && loop->timers != NULL &&
		loop->timers->at_ms <= now_ms) {
		struct loop_timer *timer = loop->timers;

		loop_disarm(loop, timer);
		timer->on_time(timer->ctx);
	}
}
