#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/deliver.h"
#include "app/words.h"
#include "base/file.h"
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
	words_queue(&text, app_link(call->app, NULL), NULL, &counts,
		app_reckon(call->app, &now));
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

/* --- until all is sent ---------------------------------------------------- */

/* Holds the file's lock, or waits for it; -1: ERR_BUSY, errno otherwise. */
static int
hold(const char *path, bool wait, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0 && flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd >= 0 && errno == EWOULDBLOCK)
		err_set(err, ERR_BUSY,
			"another connect-clock sync --until-sent is at it");
	else
		err_set_errno(err, ERR_DISK, errno, "cannot lock %s", path);
	if (fd >= 0)
		close(fd);
	return -1;
}

/*
 * One sends and one more waits for its end, as that one may have looked for the
 * last time before something was kept; nobody else is needed.
 */
static int
take_place(struct str *path, struct err *err)
{
	struct str dir;
	struct str next;
	int waiting = -1;
	int fd = -1;

	str_init(&dir, 4096);
	str_init(&next, 4096);
	if (file_place(FILE_STATE, "connect-clock", &dir, err) == 0 &&
		file_make_dir(dir.data, err) == 0) {
		file_join(path, dir.data, "background.lock");
		file_join(&next, dir.data, "background.next");
		waiting = hold(next.data, false, err);
	}
	if (waiting >= 0) {
		fd = hold(path->data, true, err);
		close(waiting);
	}
	str_release(&next);
	str_release(&dir);
	return fd;
}

struct rest {
	struct cli_call *call;
	const char *place; /* where that is gone the journal is, too */
	struct err err;
	bool sent;
};

static bool
is_sent(void *ctx)
{
	struct rest *rest = ctx;
	struct queue_counts counts;

	if (access(rest->place, F_OK) < 0)
		return true;
	if (deliver_counts(rest->call->app, &counts, &rest->err) < 0)
		return true;
	rest->sent = counts.waiting == 0;
	return rest->sent;
}

static int
sync_until_sent(struct cli_call *call, struct err *err)
{
	struct rest rest = {.call = call};
	struct str path;
	int fd;
	int rc = -1;

	str_init(&path, 4096);
	fd = take_place(&path, err);
	rest.place = path.data;
	if (fd >= 0 && cli_open_app(call, err) == 0) {
		deliver_keep(call->app);
		deliver_sync(call->app, false, NULL, NULL);
		(void)app_run_until(call->app, is_sent, &rest, SYNC_MS);
		if (rest.sent)
			rc = say_counts(call, err);
		else if (rest.err.kind != ERR_NONE)
			*err = rest.err;
		else
			err_set(err, ERR_BUSY,
				"not all could be sent; it stays kept");
	}
	if (fd >= 0)
		close(fd);
	str_release(&path);
	return rc;
}

static int
run_sync(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;

	if (args_has(args, "until-sent") && args_has(args, "watch"))
		return err_set(err, ERR_USAGE,
			"--watch and --until-sent do not go together");
	if (args_has(args, "until-sent"))
		return sync_until_sent(call, err);
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
	{.name = "until-sent",
		.letter = 'u',
		.help = "stay until nothing is kept, a day at most"},
	CLI_NO_MORE,
};

const struct command cli_sync = {
	.name = "sync",
	.help = "deliver what is kept, fetch what is new",
	.options = sync_options,
	.run = run_sync,
};
