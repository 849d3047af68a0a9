#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "core/retry.h"
#include "tokens.h"
#include "turn.h"

static int64_t
monotonic_ms(struct app *app)
{
	return app->ports.time.ops->monotonic_ms(app->ports.time.self);
}

static void
arm(struct app *app, int64_t delay_ms, loop_on_time *on_time)
{
	loop_arm(app->ports.loop, &app->turn.timer,
		loop_now_ms(app->ports.loop) + delay_ms, on_time, app);
}

static void
add_waiter(struct turn *turn, deliver_on_done *on_done, void *ctx)
{
	size_t max = sizeof(turn->waiters) / sizeof(turn->waiters[0]);

	if (on_done == NULL)
		return;
	assert(turn->waiter_count < max);
	turn->waiters[turn->waiter_count].on_done = on_done;
	turn->waiters[turn->waiter_count].ctx = ctx;
	turn->waiter_count++;
}

static void
tell_waiters(struct app *app, const struct err *err)
{
	struct turn told = app->turn;

	app->turn.waiter_count = 0;
	for (size_t i = 0; i < told.waiter_count; i++)
		told.waiters[i].on_done(told.waiters[i].ctx, err);
}

bool
turn_has_waiting(struct app *app)
{
	struct queue_counts counts;
	struct err ignored = {0};

	return deliver_counts(app, &counts, &ignored) == 0 &&
	       counts.waiting > 0;
}

/* Another process leads: it may be delivering our punches just now. */
static void on_lead_retry(void *ctx);

static void
take_lead(struct app *app)
{
	struct turn *turn = &app->turn;
	struct err err = {0};
	bool mine;

	if (app->ports.store.ops->lead(app->ports.store.self, &mine, &err) <
		0) {
		turn_end(app, &err);
		return;
	}
	if (mine) {
		push_begin(app);
		return;
	}
	if (!turn->refresh && !turn_has_waiting(app)) {
		turn_end(app, NULL);
		return;
	}
	if (monotonic_ms(app) - turn->lead_since_ms > APP_LEAD_PATIENCE_MS) {
		err_set(&err, ERR_BUSY,
			"another connect-clock is delivering; what is kept "
			"goes with it");
		turn_end(app, &err);
		return;
	}
	arm(app, APP_LEAD_RETRY_MS, on_lead_retry);
}

static void
on_lead_retry(void *ctx)
{
	take_lead(ctx);
}

static void
turn_begin(struct app *app)
{
	struct turn *turn = &app->turn;

	loop_disarm(app->ports.loop, &turn->timer);
	turn->running = true;
	turn->refresh = turn->again_refresh;
	turn->whole = turn->again_whole;
	turn->again = turn->again_refresh = turn->again_whole = false;
	turn->refilled = false;
	turn->retry_after_ms = 0;
	turn->lead_since_ms = monotonic_ms(app);
	take_lead(app);
}

void
turn_want(struct app *app, bool refresh, bool whole, deliver_on_done *on_done,
	void *ctx)
{
	struct turn *turn = &app->turn;

	add_waiter(turn, on_done, ctx);
	turn->again = true;
	turn->again_refresh |= refresh;
	turn->again_whole |= whole;
	turn_resume(app);
}

void
turn_resume(struct app *app)
{
	if (app->turn.again && !app->turn.running && app->signing == NULL)
		turn_begin(app);
}

void
turn_join(struct app *app, deliver_on_done *on_done, void *ctx)
{
	struct turn *turn = &app->turn;

	if (turn->running)
		add_waiter(turn, on_done, ctx);
	else if (turn->ended)
		on_done(ctx, &turn->result);
	else
		turn_want(app, false, false, on_done, ctx);
}

static void
turn_clear(struct app *app)
{
	struct turn *turn = &app->turn;

	free(turn->batch);
	turn->batch = NULL;
	turn->batch_count = 0;
	turn->ticket = 0;
	if (turn->running)
		app->ports.store.ops->yield(app->ports.store.self);
	turn->running = false;
}

void
turn_cancel(struct app *app)
{
	struct turn *turn = &app->turn;

	loop_disarm(app->ports.loop, &turn->timer);
	tokens_cancel(app);
	if (turn->ticket > 0)
		app->ports.transport.ops->cancel(
			app->ports.transport.self, turn->ticket);
	turn_clear(app);
	turn->waiter_count = 0;
}

static void
on_plan(void *ctx)
{
	turn_want(ctx, true, false, NULL, NULL);
}

void
turn_plan(struct app *app, bool failed)
{
	struct turn *turn = &app->turn;
	uint64_t random = 0;
	int64_t delay_ms = APP_REFRESH_MS;

	turn->attempt = failed ? turn->attempt + 1 : 0;
	if (!app->keep)
		return;
	if (failed) {
		/* Without randomness the delay has no jitter: still safe. */
		(void)!getrandom(&random, sizeof(random), 0);
		delay_ms = retry_delay_ms(
			turn->attempt, random, turn->retry_after_ms);
	}
	arm(app, delay_ms, on_plan);
}

void
turn_delivered(struct app *app)
{
	/* Another account's trouble is no reason to go without news. */
	if (app->turn.refresh && !app->turn.own_failed)
		news_begin(app);
	else
		turn_end(app, &app->turn.failure);
}

void
turn_end(struct app *app, const struct err *err)
{
	struct turn *turn = &app->turn;
	struct err none = {0};
	bool failed = err != NULL && err->kind != ERR_NONE;

	if (failed)
		none = *err; /* it may stand in the turn itself */
	err = &none;
	turn->ended = true;
	turn->result = none;
	turn_clear(app);
	/* What another process kept meanwhile is taken along. */
	if (!failed && app->keep && turn_has_waiting(app))
		turn->again = true;
	turn_plan(app, failed);
	tell_waiters(app, err);
	app_changed(app);
	turn_resume(app);
}
