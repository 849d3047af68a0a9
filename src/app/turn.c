#include "turn.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/mem.h"
#include "core/retry.h"
#include "lead.h"
#include "push.h"

#define CLOCKS_MS (25 * 1000) /* news are never older than 30 s */
#define REFRESH_MS (5 * 60 * 1000)
#define WAITERS_MAX 8
#define STUCK_MAX 2

struct turn {
	bool running;
	bool ended; /* one ran before, with this result */
	struct err result;
	/* Asked for once more while it ran, and how. */
	bool again;
	enum news_scope again_news;
	enum news_scope news; /* are asked for after delivering */
	int64_t all_ms;       /* monotonic: when all of it was told last */
	bool has_all;
	bool leads;
	int64_t since_ms;        /* monotonic: when it began to want the lead */
	struct err failure;      /* of what was delivered in this turn */
	struct loop_timer timer; /* lead retry, back-off, refresh */
	int attempt;
	bool progress; /* something was answered in this turn */
	int stuck;     /* turns in a row that left what waits, and failed not */
	int64_t retry_after_ms;
	struct {
		deliver_on_done *on_done;
		void *ctx;
	} waiters[WAITERS_MAX];
	size_t waiter_count;
};

void
turn_open(struct app *app)
{
	app->turn = mem_new(1, sizeof(*app->turn));
	news_open(app);
	push_open(app);
}

void
turn_close(struct app *app)
{
	turn_cancel(app);
	push_close(app);
	news_close(app);
	free(app->turn);
	app->turn = NULL;
}

static void
arm(struct app *app, int64_t delay_ms, loop_on_time *on_time)
{
	loop_arm(app->ports.loop, &app->turn->timer,
		loop_now_ms(app->ports.loop) + delay_ms, on_time, app);
}

static void
add_waiter(struct turn *turn, deliver_on_done *on_done, void *ctx)
{
	if (on_done == NULL)
		return;
	assert(turn->waiter_count < WAITERS_MAX);
	turn->waiters[turn->waiter_count].on_done = on_done;
	turn->waiters[turn->waiter_count].ctx = ctx;
	turn->waiter_count++;
}

static void
tell_waiters(struct app *app, const struct err *err)
{
	struct turn told = *app->turn;

	app->turn->waiter_count = 0;
	for (size_t i = 0; i < told.waiter_count; i++)
		told.waiters[i].on_done(told.waiters[i].ctx, err);
}

static void
turn_stop(struct app *app)
{
	struct turn *turn = app->turn;

	if (turn->leads)
		lead_let_go(app);
	turn->leads = false;
	turn->running = false;
}

static void
on_plan(void *ctx)
{
	struct app *app = ctx;
	const struct turn *turn = app->turn;
	int64_t age_ms = app_monotonic_ms(app) - turn->all_ms;

	turn_want_news(app,
		turn->attempt == 0 && turn->has_all && age_ms < REFRESH_MS
			? NEWS_CLOCKS
			: NEWS_ALL,
		NULL, NULL);
}

/* Arms the next try or refresh, when the app keeps at it. */
static void
turn_plan(struct app *app, bool failed)
{
	struct turn *turn = app->turn;
	uint64_t random = 0;
	int64_t delay_ms = CLOCKS_MS;

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

/*
 * What another process kept meanwhile is taken along at once. What waits turn
 * after turn, though nothing fails, would be tried for ever: that is a
 * failure.
 */
static void
turn_take_along(struct app *app, struct err *err)
{
	struct turn *turn = app->turn;

	if (!app->keep || !app_has_waiting(app)) {
		turn->stuck = 0;
		return;
	}
	turn->stuck = turn->progress ? 0 : turn->stuck + 1;
	if (turn->stuck < STUCK_MAX)
		turn->again = true;
	else
		(void)err_set(err, ERR_DATA,
			"what is kept cannot be delivered: sign in again as "
			"who pressed it, or close every connect-clock and "
			"start it again");
}

/* err NULL or its kind ERR_NONE: all went well. */
static void
turn_end(struct app *app, const struct err *err)
{
	struct turn *turn = app->turn;
	struct err told = {0};

	if (err != NULL && err->kind != ERR_NONE)
		told = *err; /* it may stand in the turn itself */
	else
		turn_take_along(app, &told);
	turn->ended = true;
	turn->result = told;
	turn_stop(app);
	turn_plan(app, told.kind != ERR_NONE);
	tell_waiters(app, &told);
	app_changed(app);
	turn_resume(app);
}

static void on_pushed(struct app *app, const struct push_end *end);

static void
on_news(struct app *app, const struct news_end *end)
{
	struct turn *turn = app->turn;

	/* What was asked for while delivering holds as well. */
	if (end->retry_after_ms > turn->retry_after_ms)
		turn->retry_after_ms = end->retry_after_ms;
	switch (end->result) {
	case NEWS_TOLD:
		if (turn->news == NEWS_ALL) {
			turn->has_all = true;
			turn->all_ms = app_monotonic_ms(app);
		}
		app_set_link(app, APP_LINK_ONLINE, "");
		turn_end(app, &turn->failure);
		break;
	case NEWS_FAILED:
		turn_end(app, &end->err);
		break;
	case NEWS_LATER:
		push_begin(app, false, on_pushed);
		break;
	case NEWS_ANEW:
		turn->again = true;
		turn->again_news = NEWS_ALL;
		turn_end(app, NULL);
		break;
	}
}

/* Every account was tried: what waited is answered, or its failure kept. */
static void
on_pushed(struct app *app, const struct push_end *end)
{
	struct turn *turn = app->turn;

	turn->failure = end->failure;
	turn->retry_after_ms = end->retry_after_ms;
	turn->progress |= end->progress;
	if (end->progress)
		turn->attempt = 0;
	/* Another account's trouble is no reason to go without news. */
	if (turn->news != NEWS_NONE && !end->own_failed && app->has_account &&
		app->account.signed_in)
		news_begin(app, turn->news, turn->failure.kind == ERR_NONE,
			on_news);
	else
		turn_end(app, &turn->failure);
}

/* Another process leads: it may be delivering our punches just now. */
static void
take_lead(void *ctx)
{
	struct app *app = ctx;
	struct turn *turn = app->turn;
	struct err err = {0};

	if (lead_take(app, &turn->leads, &err) < 0) {
		turn_end(app, &err);
	} else if (turn->leads) {
		push_begin(app, turn->news == NEWS_ALL, on_pushed);
	} else if (turn->news == NEWS_NONE && !app_has_waiting(app)) {
		turn_end(app, NULL);
	} else if (app_monotonic_ms(app) - turn->since_ms > LEAD_PATIENCE_MS) {
		err_set(&err, ERR_BUSY,
			"another connect-clock is delivering; what is kept "
			"goes with it");
		turn_end(app, &err);
	} else {
		arm(app, LEAD_RETRY_MS, take_lead);
	}
}

static void
turn_begin(struct app *app)
{
	struct turn *turn = app->turn;

	loop_disarm(app->ports.loop, &turn->timer);
	turn->running = true;
	turn->news = turn->again_news;
	turn->again = false;
	turn->again_news = NEWS_NONE;
	turn->retry_after_ms = 0;
	turn->progress = false;
	turn->since_ms = app_monotonic_ms(app);
	app->refilled_count = 0;
	take_lead(app);
}

void
turn_want(struct app *app, bool refresh, bool whole, deliver_on_done *on_done,
	void *ctx)
{
	if (whole)
		news_want_whole(app);
	turn_want_news(app, refresh ? NEWS_ALL : NEWS_NONE, on_done, ctx);
}

void
turn_want_news(struct app *app, enum news_scope scope, deliver_on_done *on_done,
	void *ctx)
{
	struct turn *turn = app->turn;

	add_waiter(turn, on_done, ctx);
	turn->again = true;
	if (scope > turn->again_news)
		turn->again_news = scope;
	turn_resume(app);
}

void
turn_resume(struct app *app)
{
	struct turn *turn = app->turn;

	if (turn->again && !turn->running && app->signing == NULL)
		turn_begin(app);
}

void
turn_join(struct app *app, deliver_on_done *on_done, void *ctx)
{
	struct turn *turn = app->turn;

	if (turn->running)
		add_waiter(turn, on_done, ctx);
	else if (turn->ended)
		on_done(ctx, &turn->result);
	else
		turn_want(app, false, false, on_done, ctx);
}

bool
turn_is_running(const struct app *app)
{
	return app->turn->running;
}

bool
turn_is_free(const struct app *app)
{
	return !app->turn->running && app->turn->attempt == 0;
}

void
turn_cancel(struct app *app)
{
	loop_disarm(app->ports.loop, &app->turn->timer);
	push_cancel(app);
	news_cancel(app);
	turn_stop(app);
	app->turn->waiter_count = 0;
}
