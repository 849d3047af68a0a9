#include <signal.h>
#include <stdio.h>

#include "app/deliver.h"
#include "app/words.h"
#include "call.h"

/* Long enough for a large queue; each request has its own deadline. */
#define SYNC_MS (24LL * 3600 * 1000)

struct sync_end {
	bool done;
	struct err err;
};

static void
on_synced(void *ctx, const struct err *err)
{
	struct sync_end *end = ctx;

	end->done = true;
	end->err = *err;
}

static bool
is_synced(void *ctx)
{
	const struct sync_end *end = ctx;

	return end->done;
}

static bool
never(void *ctx)
{
	(void)ctx;
	return false;
}

static int
say_counts(struct cli_call *call, struct err *err)
{
	struct queue_counts counts;
	struct stamp now;
	struct str text;
	int rc;

	if (deliver_counts(call->app, &counts, err) < 0 ||
		app_now(call->app, &now, err) < 0)
		return -1;
	str_init(&text, 4096);
	words_queue(
		&text, app_link(call->app, NULL), NULL, &counts, now.wall_ms);
	str_addc(&text, '\n');
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

int
sync_once(struct cli_call *call, struct err *err)
{
	struct sync_end end = {0};

	deliver_sync(call->app, false, on_synced, &end);
	(void)app_run_until(call->app, is_synced, &end, SYNC_MS);
	if (end.err.kind != ERR_NONE) {
		*err = end.err;
		return -1;
	}
	return say_counts(call, err);
}

static int
run_sync(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;

	if (cli_open_app(call, err) < 0)
		return -1;
	if (app_account(call->app) == NULL)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (!args_has(args, "watch"))
		return sync_once(call, err);
	deliver_keep(call->app);
	deliver_sync(call->app, false, NULL, NULL);
	(void)app_run_until(call->app, never, NULL, INT64_MAX / 4);
	return 0;
}

static const struct option sync_options[] = {
	{.name = "watch", .letter = 'w', .help = "stay and keep delivering"},
	CLI_NO_MORE,
};

const struct command cli_sync = {
	.name = "sync",
	.help = "deliver what is kept, fetch what is new",
	.options = sync_options,
	.run = run_sync,
};
