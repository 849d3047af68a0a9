#include <stdio.h>
#include <string.h>

#include "inside.h"

enum app_link
app_link(const struct app *app, const char **why_out)
{
	if (why_out != NULL)
		*why_out = app->why;
	return app->link;
}

/* Kept for status, which must not ask the network. */
static void
keep_link(struct app *app, enum app_link link)
{
	struct err ignored = {0};

	static const enum last_link kept[] = {
		[APP_LINK_ONLINE] = LAST_LINK_ANSWERED,
		[APP_LINK_OFFLINE] = LAST_LINK_FAILED,
		[APP_LINK_SIGN_IN] = LAST_LINK_REFUSED,
	};

	if (link != APP_LINK_BUSY)
		(void)app->ports.store.ops->link_save(app->ports.store.self,
			kept[link], app_service_ms(app), &ignored);
}

void
app_set_link(struct app *app, enum app_link link, const char *why)
{
	if (app->link == link && strcmp(app->why, why) == 0)
		return;
	app->link = link;
	snprintf(app->why, sizeof(app->why), "%s", why);
	keep_link(app, link);
	app_changed(app);
}

/* Without its secrets nobody is signed in, however good the network is. */
static bool
is_signed_out(const struct app *app, const struct err *err)
{
	return err->kind == ERR_AUTH ||
	       (app->place_why[0] != '\0' &&
		       strcmp(app->place_why, err->text) == 0);
}

void
app_set_failed(struct app *app, const struct err *err)
{
	app_set_link(app,
		is_signed_out(app, err) ? APP_LINK_SIGN_IN : APP_LINK_OFFLINE,
		err->text);
}
