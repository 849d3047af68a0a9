#include "inside.h"

int64_t
app_monotonic_ms(struct app *app)
{
	return app->ports.time.ops->monotonic_ms(app->ports.time.self);
}

int
app_now(struct app *app, struct stamp *stamp_out, struct err *err)
{
	if (app->ports.time.ops->now(app->ports.time.self, stamp_out, err) < 0)
		return -1;
	app->now = *stamp_out;
	app->now_monotonic_ms = app_monotonic_ms(app);
	return 0;
}

int64_t
app_wall_ms(struct app *app)
{
	int64_t age_ms = app_monotonic_ms(app) - app->now_monotonic_ms;
	struct stamp now;
	struct err ignored;

	if (app->now.wall_ms == 0 || age_ms >= 1000)
		(void)app_now(app, &now, &ignored);
	return app->now.wall_ms;
}
