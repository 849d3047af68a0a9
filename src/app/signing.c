#include "signing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "enrol.h"
#include "exchange.h"
#include "keys.h"
#include "session.h"
#include "turn.h"

static void
signing_free(struct signing *signing)
{
	secret_release(&signing->password);
	wire_session_release(&signing->tokens);
	free(signing);
}

void
signing_end(struct app *app, const struct err *err)
{
	struct signing *signing = app->signing;

	app->signing = NULL;
	signing->on_done(signing->ctx, err);
	signing_free(signing);
	app_changed(app);
	turn_resume(app);
}

void
signing_cancel(struct app *app)
{
	if (app->signing == NULL)
		return;
	exchange_cancel(app, &app->signing->ticket);
	visit_drop(&app->signing->visit);
	enrol_cancel(app);
	keys_cancel(app);
	signing_free(app->signing);
	app->signing = NULL;
}

int
signing_begin(
	struct app *app, account_on_done *on_done, void *ctx, struct err *err)
{
	if (app->signing != NULL)
		return err_set(err, ERR_BUSY, "a sign-in is under way");
	turn_cancel(app);
	session_interrupt(app);
	app->signing = mem_new(1, sizeof(*app->signing));
	app->signing->on_done = on_done;
	app->signing->ctx = ctx;
	return 0;
}
