#include "tui/tui.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/secret.h"
#include "frame.h"
#include "screen.h"

#define MINUTE_MS 60000
#define SECOND_MS 1000

static void
on_app_change(void *ctx)
{
	struct tui *tui = ctx;

	tui->dirty = tui->stale = true;
}

struct tui *
tui_new(struct app *app, const struct tui_options *options)
{
	const struct account *account = app_account(app);
	struct tui *tui = mem_new(1, sizeof(*tui));

	tui->app = app;
	tui->show_clock = options->show_clock;
	tui_read_clock(tui);
	sign_in_prepare(tui, options);
	panel_begin(tui);
	tui_start(tui, account != NULL && account->signed_in ? &panel_screen
							     : &sign_in_screen);
	app_watch(app, on_app_change, tui);
	return tui;
}

void
tui_free(struct tui **tui)
{
	if (*tui == NULL)
		return;
	app_watch((*tui)->app, NULL, NULL);
	pick_close(&(*tui)->pick);
	secret_wipe(*tui, sizeof(**tui));
	free(*tui);
	*tui = NULL;
}

void
tui_begin(struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	deliver_keep(tui->app);
	if (account != NULL && account->signed_in)
		deliver_sync(tui->app, false, NULL, NULL);
}

void
tui_key(struct tui *tui, const struct key_event *event)
{
	const struct screen *screen = tui_top(tui);
	const struct bind *bind;

	tui->dirty = true;
	if (tui->small) {
		tui->quit = event->key == KEY_IS_RUNE &&
			    (event->rune == 'q' || event->rune == 'Q');
		return;
	}
	tui_read_clock(tui);
	if (screen != &panel_screen)
		tui->panel.last_button = PANEL_NO_BUTTON;
	if (!tui->note.stays)
		tui_note(tui, ROLE_TEXT, "");
	if (screen->on_key != NULL && screen->on_key(tui, event))
		return;
	bind = bind_find(screen->binds, tui, event);
	if (bind != NULL)
		bind->act(tui);
}

void
tui_tick(struct tui *tui)
{
	tui->dirty = tui->stale = true;
}

/* Until a countdown of minutes that ends in so much shows the next one. */
static int64_t
minute_left(int64_t ends_ms)
{
	int64_t rest_ms = ends_ms % MINUTE_MS;

	return rest_ms > 0 ? rest_ms : rest_ms + MINUTE_MS;
}

/* Time until the picture changes by itself. */
static int64_t
tui_measure_change(const struct tui *tui)
{
	const struct clock_state *state = &tui->panel.face.state;
	int64_t left_ms = tui->panel.undo_until_ms - tui->now.boottime_ms;

	if (left_ms >= 0 && tui->panel.undo_until_ms > 0)
		return left_ms % SECOND_MS + 1;
	if (!tui->show_clock)
		return -1;
	left_ms = MINUTE_MS - tui->now.wall_ms % MINUTE_MS;
	if (state->mode == CLOCK_MEAL &&
		minute_left(state->since_ms - tui->now.wall_ms) < left_ms)
		left_ms = minute_left(state->since_ms - tui->now.wall_ms);
	return left_ms;
}

void
tui_draw(struct tui *tui, struct canvas *canvas)
{
	int below = tui->depth - 1;

	tui_read_clock(tui);
	if (tui->stale) {
		tui->stale = false;
		panel_load(tui);
		if (tui_top(tui) == &queue_screen)
			queue_load(tui);
	}
	tui->small = frame_too_small(canvas);
	while (below > 0 && tui->stack[below]->over)
		below--;
	for (; !tui->small && below < tui->depth; below++)
		frame_draw(tui, tui->stack[below], canvas);
	tui->next_change_ms = tui_measure_change(tui);
	tui->dirty = false;
}

bool
tui_is_dirty(const struct tui *tui)
{
	return tui->dirty;
}

int64_t
tui_next_change_ms(const struct tui *tui)
{
	return tui->next_change_ms;
}

bool
tui_wants_quit(const struct tui *tui)
{
	return tui->quit;
}
