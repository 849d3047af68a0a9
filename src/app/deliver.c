#include "app/deliver.h"
#include "turn.h"

void
deliver_sync(struct app *app, bool whole_catalogue, deliver_on_done *on_done,
	void *ctx)
{
	turn_want(app, true, whole_catalogue, on_done, ctx);
}

void
deliver_wait(struct app *app, deliver_on_done *on_done, void *ctx)
{
	turn_join(app, on_done, ctx);
}

/* Another process, or this one, wrote to the store. */
static void
on_store_changed(void *ctx, int fd, unsigned ready)
{
	struct app *app = ctx;
	struct err ignored = {0};

	(void)fd;
	(void)ready;
	app->ports.store.ops->heard(app->ports.store.self);
	(void)app_reload_account(app, &ignored);
	/* What another process kept goes now, unless a back-off runs. */
	if (turn_is_free(app) && app_has_waiting(app))
		turn_want(app, false, false, NULL, NULL);
	app_changed(app);
}

void
deliver_keep(struct app *app)
{
	int fd = app->ports.store.ops->changes_fd(app->ports.store.self);
	struct err ignored = {0};

	app->keep = true;
	if (fd >= 0)
		loop_watch(
			app->ports.loop, fd, LOOP_READ, on_store_changed, app);
	/* Nobody was told of what was written before it listened. */
	(void)app_reload_account(app, &ignored);
}

int
deliver_counts(
	struct app *app, struct queue_counts *counts_out, struct err *err)
{
	struct store *store = &app->ports.store;

	if (store->ops->counts(store->self, counts_out, err) < 0)
		return -1;
	if (counts_out->oldest.wall_ms != 0)
		counts_out->oldest_waiting_ms =
			reckon_press(&app->told, &counts_out->oldest);
	return 0;
}

int
deliver_list(struct app *app, enum store_list which, store_on_punch *on_punch,
	void *ctx, struct err *err)
{
	return app->ports.store.ops->list(
		app->ports.store.self, which, on_punch, ctx, err);
}

int
deliver_find(struct app *app, const struct id *punch,
	struct kept_punch *kept_out, struct err *err)
{
	return app->ports.store.ops->find(
		app->ports.store.self, punch, kept_out, err);
}

int
deliver_retry(struct app *app, const struct id *punch, struct err *err)
{
	if (app->ports.store.ops->retry(app->ports.store.self, punch, err) < 0)
		return -1;
	turn_want(app, false, false, NULL, NULL);
	return 0;
}

int
deliver_close(struct app *app, const struct id *punch, const char *reason,
	struct err *err)
{
	struct stamp now;

	if (app_now(app, &now, err) < 0 ||
		app->ports.store.ops->close(app->ports.store.self, punch,
			reason, app_reckon(app, &now), err) < 0)
		return -1;
	app_changed(app);
	return 0;
}
