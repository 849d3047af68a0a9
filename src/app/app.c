#include "app/app.h"

#include <stdlib.h>

#include "base/mem.h"
#include "heard.h"
#include "hours_inside.h"
#include "inquiry.h"
#include "keys.h"
#include "looks.h"
#include "mailed_state.h"
#include "session.h"
#include "signing.h"
#include "turn.h"

int
app_open(const struct app_ports *ports, struct app **app_out, struct err *err)
{
	struct app *app = mem_new(1, sizeof(*app));

	app->ports = *ports;
	if (app_reload_account(app, err) < 0) {
		free(app);
		return -1;
	}
	heard_open(app);
	session_open(app);
	keys_open(app);
	looks_open(app);
	mailed_open(app);
	turn_open(app);
	inquiry_open(app);
	hours_open(app);
	*app_out = app;
	return 0;
}

void
app_close(struct app **app)
{
	if (*app == NULL)
		return;
	(*app)->on_change = NULL;
	signing_cancel(*app);
	hours_close(*app);
	inquiry_close(*app);
	turn_close(*app);
	mailed_close(*app);
	looks_close(*app);
	keys_close(*app);
	session_close(*app);
	heard_close(*app);
	zone_free(&(*app)->zone);
	zone_free(&(*app)->here);
	free((*app)->events);
	free(*app);
	*app = NULL;
}

void
app_watch(struct app *app, app_on_change *on_change, void *ctx)
{
	app->on_change = on_change;
	app->on_change_ctx = ctx;
}
