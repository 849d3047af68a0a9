#include "app/ready.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange.h"
#include "looks.h"
#include "visit.h"

#define DISTRUST "the certificate is not to be trusted"

struct look {
	ready_on_done *on_done;
	void *ctx;
};

struct looks {
	struct look place;
	struct visit *visit;
	struct look server;
	int ticket;
};

void
looks_open(struct app *app)
{
	app->looks = mem_new(1, sizeof(*app->looks));
}

void
looks_close(struct app *app)
{
	visit_drop(&app->looks->visit);
	exchange_cancel(app, &app->looks->ticket);
	free(app->looks);
	app->looks = NULL;
}

static void
on_place(struct app *app, bool keeps, const struct err *err)
{
	const struct look look = app->looks->place;

	(void)keeps; /* what only hands out is what somebody set up */
	look.on_done(look.ctx, err);
}

void
ready_place(struct app *app, ready_on_done *on_done, void *ctx)
{
	struct looks *looks = app->looks;

	visit_drop(&looks->visit);
	looks->place = (struct look){.on_done = on_done, .ctx = ctx};
	visit_check(app, on_place, &looks->visit);
}

static void
on_server(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	const struct look look = app->looks->server;
	struct err err = {0};

	app->looks->ticket = 0;
	(void)exchange_check(answer, &err);
	if (answer->end == TRANSPORT_UNTRUSTED)
		(void)err_wrap(&err, DISTRUST);
	look.on_done(look.ctx, &err);
}

void
ready_server(
	struct app *app, const char *url, ready_on_done *on_done, void *ctx)
{
	const struct exchange exchange = {
		.method = "GET", .server = url, .path = "/healthz"};
	const char *why = exchange_unreachable(app, url);
	struct looks *looks = app->looks;
	struct err err = {0};

	exchange_cancel(app, &looks->ticket);
	looks->server = (struct look){.on_done = on_done, .ctx = ctx};
	if (why != NULL) {
		err_set(&err, ERR_UNAVAILABLE, "%s", why);
		on_done(ctx, &err);
		return;
	}
	looks->ticket = exchange_start(app, &exchange, on_server, app);
}

bool
ready_is_distrust(const struct err *err)
{
	return err->kind != ERR_NONE &&
	       strncmp(err->text, DISTRUST, strlen(DISTRUST)) == 0;
}

void
ready_drop(struct app *app, const void *ctx)
{
	struct looks *looks = app->looks;

	if (looks->place.ctx == ctx)
		visit_drop(&looks->visit);
	if (looks->server.ctx == ctx)
		exchange_cancel(app, &looks->ticket);
}

int
ready_choose(struct app *app, enum keyring_choice choice, struct err *err)
{
	const struct keyring_chooser *chooser = &app->ports.chooser;

	if (chooser->ops == NULL)
		return err_set(err, ERR_USAGE,
			"the place for secrets cannot be changed here");
	chooser->ops->choose(chooser->self, choice, &app->ports.keyring);
	return 0;
}

const char *
ready_file(const struct app *app)
{
	const struct keyring_chooser *chooser = &app->ports.chooser;

	return chooser->ops == NULL ? NULL : chooser->ops->file(chooser->self);
}
