#include <string.h>

#include "events.h"
#include "inside.h"

int64_t
app_monotonic_ms(struct app *app)
{
	return app->ports.time.ops->monotonic_ms(app->ports.time.self);
}

/* Another name for the same times is no other zone. */
static bool
is_elsewhere(const struct app *app, const struct stamp *now)
{
	struct zone_moment here;

	if (app->zone == NULL || strcmp(now->zone, zone_name(app->zone)) == 0)
		return false;
	zone_at(app->zone, app_reckon(app, now), &here);
	return here.offset_s != now->offset_s;
}

int
app_now(struct app *app, struct stamp *stamp_out, struct err *err)
{
	if (app->ports.time.ops->now(app->ports.time.self, stamp_out, err) < 0)
		return -1;
	app->now = *stamp_out;
	app->now_monotonic_ms = app_monotonic_ms(app);
	app->is_elsewhere = is_elsewhere(app, stamp_out);
	if (app->zone != NULL)
		zone_doubt_all(app->zone, app->is_elsewhere);
	return 0;
}

bool
app_is_elsewhere(const struct app *app)
{
	return app->is_elsewhere;
}

const struct zone *
app_zone_here(struct app *app)
{
	struct err ignored;

	if (app->zone != NULL && !app->is_elsewhere)
		return NULL;
	if (app->here != NULL &&
		strcmp(zone_name(app->here), app->now.zone) == 0)
		return app->here;
	zone_free(&app->here);
	if (app->ports.time.ops->zone(app->ports.time.self, app->now.zone,
		    &app->here, &ignored) < 0)
		app->here = NULL;
	return app->here;
}

int64_t
app_reckon(const struct app *app, const struct stamp *now)
{
	return reckon_now(&app->told, now);
}

int64_t
app_service_ms(struct app *app)
{
	int64_t age_ms = app_monotonic_ms(app) - app->now_monotonic_ms;
	struct stamp now;
	struct err ignored;

	if (app->now.wall_ms == 0 || age_ms >= 1000)
		(void)app_now(app, &now, &ignored);
	return app_reckon(app, &app->now);
}

/* What was worked out by the time before is worked out again. */
static void
take_told(struct app *app, const struct reckoning *told)
{
	app->told = *told;
	if (app->events != NULL)
		app->events->account = 0;
}

void
app_told(struct app *app, int64_t service_ms)
{
	struct reckoning told;
	struct stamp now;
	struct err ignored;

	if (app_now(app, &now, &ignored) < 0)
		return;
	told = reckon_told(service_ms, &now);
	if (!reckon_is_news(&app->told, &told))
		return;
	take_told(app, &told);
	app->ports.store.ops->told_save(app->ports.store.self, &told);
}

void
app_read_told(struct app *app)
{
	struct reckoning told;

	app->ports.store.ops->told_load(app->ports.store.self, &told);
	if (told.service_ms != 0 && reckon_is_news(&app->told, &told))
		take_told(app, &told);
}
