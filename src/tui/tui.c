#include "tui/tui.h"

#include <stdlib.h>

#include "app/copied.h"
#include "app/deliver.h"
#include "base/mem.h"
#include "base/secret.h"
#include "frame.h"
#include "kit.h"
#include "leave.h"

#define MINUTE_MS 60000

static const char tui_burst_words[] =
	"Keys came faster than anybody types: they pressed nothing.";

static void
on_app_change(void *ctx)
{
	struct tui *tui = ctx;
	struct str words;

	tui->dirty = tui->stale = true;
	if (!copied_is_new(tui->app))
		return;
	str_init(&words, TUI_NOTE_BYTES - 1);
	copied_words(&words);
	tui_note_stays(tui, ROLE_WARNING, words.data);
	str_release(&words);
}

static void
tui_furnish(struct tui *tui)
{
	for (int i = 0; i < TUI_ROOMS; i++)
		tui->screens[i] = tui->options.rooms[i];
	tui->screens[TUI_PICK] = &pick_screen;
	tui->screens[TUI_ASK] = &ask_screen;
	tui->screens[TUI_HELP] = &help_screen;
	for (int i = 0; i < TUI_SCREENS; i++)
		if (tui->screens[i]->state_bytes > 0)
			tui->states[i] =
				mem_new(1, tui->screens[i]->state_bytes);
}

struct tui *
tui_new(struct app *app, const struct tui_options *options)
{
	const struct account *account = app_account(app);
	struct tui *tui = mem_new(1, sizeof(*tui));

	tui->app = app;
	tui->options = *options;
	tui_furnish(tui);
	tui_read_clock(tui);
	tui_start(tui, account != NULL && account->signed_in ? TUI_PANEL
							     : TUI_SIGN_IN);
	app_watch(app, on_app_change, tui);
	return tui;
}

/* What a screen holds is given back as if it were left. */
static void
tui_leave_all(struct tui *tui)
{
	for (; tui->depth > 0; tui->depth--)
		if (tui_at(tui, 0)->leave != NULL)
			tui_at(tui, 0)->leave(tui);
}

void
tui_free(struct tui **tui)
{
	if (*tui == NULL)
		return;
	app_watch((*tui)->app, NULL, NULL);
	deliver_ask_no_more((*tui)->app);
	tui_leave_all(*tui);
	for (int i = 0; i < TUI_SCREENS; i++) {
		if ((*tui)->states[i] == NULL)
			continue;
		secret_wipe((*tui)->states[i], (*tui)->screens[i]->state_bytes);
		free((*tui)->states[i]);
	}
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

bool
tui_is_command(const struct tui *tui, const struct key_event *event)
{
	const struct bind *bind = bind_find(tui_at(tui, 0)->binds, tui, event);

	return tui->small || (bind != NULL && bind_is_command(bind));
}

void
tui_key(struct tui *tui, const struct key_event *event)
{
	const struct screen *screen = tui_at(tui, 0);
	const struct bind *bind;

	tui->dirty = true;
	if (tui->small) {
		tui->quit = event->key == KEY_IS_RUNE && !event->burst &&
			    (event->rune == 'q' || event->rune == 'Q');
		return;
	}
	tui_read_clock(tui);
	tui->has_now = true;
	if (!tui->note.stays)
		tui_note(tui, ROLE_TEXT, "");
	if (event->key != KEY_IS_RUNE || (event->rune | 0x20) != 'q')
		leave_forget(tui);
	if (screen->on_key != NULL && screen->on_key(tui, event))
		return;
	bind = bind_find(screen->binds, tui, event);
	if (bind == NULL)
		return;
	if (event->burst && bind_is_command(bind))
		tui_note(tui, ROLE_WARNING, tui_burst_words);
	else
		bind->act(tui);
}

void
tui_tick(struct tui *tui)
{
	tui->dirty = tui->stale = true;
	tui->has_now = false;
}

/* How many screens below the one on top can be seen. */
static int
tui_deepest(const struct tui *tui)
{
	int below = 0;

	while (below < tui->depth - 1 && tui_at(tui, below)->over)
		below++;
	return below;
}

/* Time until the picture changes by itself. */
static int64_t
tui_measure_change(const struct tui *tui)
{
	int64_t next_ms = leave_next_change_ms(tui);

	if (next_ms < 0)
		next_ms = INT64_MAX;
	if (tui->options.show_clock &&
		MINUTE_MS - tui->now_ms % MINUTE_MS < next_ms)
		next_ms = MINUTE_MS - tui->now_ms % MINUTE_MS;
	for (int below = tui_deepest(tui); below >= 0; below--) {
		const struct screen *screen = tui_at(tui, below);
		int64_t ms = screen->next_change_ms != NULL
				     ? screen->next_change_ms(tui)
				     : -1;

		if (ms >= 0 && ms < next_ms)
			next_ms = ms;
	}
	return next_ms < INT64_MAX ? next_ms : -1;
}

static void
tui_load(struct tui *tui)
{
	tui->stale = false;
	for (int below = tui_deepest(tui); below >= 0; below--)
		if (tui_at(tui, below)->load != NULL)
			tui_at(tui, below)->load(tui);
}

void
tui_draw(struct tui *tui, struct canvas *canvas)
{
	/* A key's picture is of the moment of the key. */
	if (!tui->has_now)
		tui_read_clock(tui);
	tui->has_now = false;
	if (tui->stale)
		tui_load(tui);
	tui->small = frame_too_small(canvas);
	for (int below = tui_deepest(tui); !tui->small && below >= 0; below--)
		frame_draw(tui, tui_at(tui, below), canvas);
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
	return tui->quit || leave_is_due(tui);
}
