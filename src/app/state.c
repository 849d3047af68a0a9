#include <assert.h>

#include "inside.h"

static void
load_zone(struct app *app)
{
	struct zone *zone;
	struct err err;

	if (!app->has_account || !app->account.person.company_zone[0])
		return;
	if (app->ports.time.ops->zone(app->ports.time.self,
		    app->account.person.company_zone, &zone, &err) < 0)
		return; /* shown in UTC, and marked so */
	zone_free(&app->zone);
	app->zone = zone;
	zone_doubt_all(zone, app->is_elsewhere);
}

int
app_reload_account(struct app *app, struct err *err)
{
	struct account account;

	if (app->ports.store.ops->account(
		    app->ports.store.self, &account, err) < 0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		app->has_account = false;
		return 0;
	}
	app->account = account;
	app->has_account = true;
	load_zone(app);
	app_read_told(app);
	return 0;
}

int
app_save_person(struct app *app, const struct person *person, struct err *err)
{
	struct account account = app->account;

	assert(app->has_account);
	account.person = *person;
	if (app->ports.store.ops->person_save(
		    app->ports.store.self, &account, err) < 0)
		return -1;
	app->account = account;
	load_zone(app);
	return 0;
}

void
app_changed(struct app *app)
{
	if (app->on_change != NULL)
		app->on_change(app->on_change_ctx);
}

const struct account *
app_account(const struct app *app)
{
	return app->has_account ? &app->account : NULL;
}

const struct zone *
app_zone(const struct app *app)
{
	return app->zone;
}

void
app_begin_read(struct app *app)
{
	if (app->reads++ == 0)
		app->moment++;
	app->ports.store.ops->begin_read(app->ports.store.self);
	app->ports.catalog.ops->begin_read(app->ports.catalog.self);
}

void
app_end_read(struct app *app)
{
	app->ports.catalog.ops->end_read(app->ports.catalog.self);
	app->ports.store.ops->end_read(app->ports.store.self);
	app->reads--;
}

bool
app_is_moment(const struct app *app, int64_t moment)
{
	return app->reads > 0 && moment == app->moment;
}

bool
app_has_waiting(struct app *app)
{
	struct queue_counts counts;
	struct err ignored = {0};

	return app->ports.store.ops->counts(
		       app->ports.store.self, &counts, &ignored) == 0 &&
	       counts.waiting > 0;
}
