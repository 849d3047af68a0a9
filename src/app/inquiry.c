#include "inquiry.h"

#include <stdlib.h>
#include <string.h>

#include "app/deliver.h"
#include "base/mem.h"
#include "turn.h"

struct inquiry {
	deliver_on_asked *on_asked; /* NULL: nobody waits */
	void *ctx;
	bool joined; /* the end of a turn will be told */
	struct loop_timer patience;
};

static void
inquiry_end(struct app *app)
{
	struct inquiry *inquiry = app->inquiry;
	deliver_on_asked *on_asked = inquiry->on_asked;

	loop_disarm(app->ports.loop, &inquiry->patience);
	inquiry->on_asked = NULL;
	on_asked(inquiry->ctx);
}

void
inquiry_look(struct app *app)
{
	if (app->inquiry->on_asked != NULL && app->others_asked)
		inquiry_end(app);
}

/* The turn that ended may have been one of before. */
static void
on_turn(void *ctx, const struct err *err)
{
	struct app *app = ctx;
	struct inquiry *inquiry = app->inquiry;

	inquiry->joined = false;
	if (inquiry->on_asked == NULL)
		return;
	if (err->kind != ERR_NONE) {
		inquiry_end(app);
		return;
	}
	inquiry->joined = true;
	turn_want_news(app, NEWS_OTHERS, on_turn, app);
}

/* Whoever has no loop of their own is done with this turn, too. */
static void
on_late(void *ctx)
{
	struct app *app = ctx;

	if (!app->keep) {
		turn_cancel(app);
		app->inquiry->joined = false;
	}
	inquiry_end(app);
}

/* True: these were named already. */
static bool
name_others(struct app *app, const struct id *employees, size_t count)
{
	const struct id *me = &app->account.person.id;
	struct id others[PRESS_CREW_MAX] = {{{0}}};
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!id_equal(&employees[i], me))
			others[n++] = employees[i];
	if (n == app->other_count &&
		memcmp(others, app->others, n * sizeof(others[0])) == 0)
		return true;
	memcpy(app->others, others, n * sizeof(others[0]));
	app->other_count = n;
	app->others_asked = false;
	news_ask_others_again(app);
	return false;
}

void
deliver_follow(struct app *app, const struct id *employee)
{
	if (!name_others(app, employee, 1) && app->other_count > 0 && app->keep)
		turn_want_news(app, NEWS_OTHERS, NULL, NULL);
}

void
deliver_ask(struct app *app, const struct id *employees, size_t count,
	deliver_on_asked *on_asked, void *ctx)
{
	struct inquiry *inquiry = app->inquiry;
	deliver_on_done *on_turn_wanted;

	(void)name_others(app, employees, count);
	inquiry->on_asked = on_asked;
	inquiry->ctx = ctx;
	if (app->other_count == 0 || !app->account.signed_in) {
		inquiry_end(app);
		return;
	}
	app->others_asked = false;
	news_ask_others_again(app);
	loop_arm(app->ports.loop, &inquiry->patience,
		loop_now_ms(app->ports.loop) + DELIVER_ASK_MS, on_late, app);
	on_turn_wanted = inquiry->joined ? NULL : on_turn;
	inquiry->joined = true;
	turn_want_news(app, NEWS_OTHERS, on_turn_wanted, app);
}

void
deliver_ask_no_more(struct app *app)
{
	loop_disarm(app->ports.loop, &app->inquiry->patience);
	app->inquiry->on_asked = NULL;
}

void
inquiry_open(struct app *app)
{
	app->inquiry = mem_new(1, sizeof(*app->inquiry));
}

void
inquiry_close(struct app *app)
{
	deliver_ask_no_more(app);
	free(app->inquiry);
	app->inquiry = NULL;
}
