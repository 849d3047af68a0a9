#include <signal.h>

#include "inside.h"

/* What app_run_until waits for. */
struct wish {
	struct app *app;
	app_is_done *is_done;
	void *ctx;
	bool come_true;
};

static void
on_turn(void *ctx)
{
	struct wish *wish = ctx;

	if (!wish->is_done(wish->ctx))
		return;
	wish->come_true = true;
	loop_stop(wish->app->ports.loop);
}

static void
on_patience_ended(void *ctx)
{
	struct wish *wish = ctx;

	loop_stop(wish->app->ports.loop);
}

bool
app_run_until(
	struct app *app, app_is_done *is_done, void *ctx, int64_t timeout_ms)
{
	struct loop *loop = app->ports.loop;
	struct wish wish = {.app = app, .is_done = is_done, .ctx = ctx};
	struct loop_timer patience = {0};
	struct err ignored = {0};

	if (app->interrupted)
		return is_done(ctx);
	loop_before_wait(loop, on_turn, &wish);
	loop_arm(loop, &patience, loop_now_ms(loop) + timeout_ms,
		on_patience_ended, &wish);
	(void)loop_run(loop, &ignored);
	loop_disarm(loop, &patience);
	loop_before_wait(loop, NULL, NULL);
	return wish.come_true || is_done(ctx);
}

static void
on_signal(void *ctx, int signo)
{
	struct app *app = ctx;

	(void)signo;
	app->interrupted = true;
	loop_stop(app->ports.loop);
}

int
app_wait_on_signals(struct app *app, struct err *err)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (loop_signal(app->ports.loop, signals[i], on_signal, app,
			    err) < 0)
			return -1;
	return 0;
}
