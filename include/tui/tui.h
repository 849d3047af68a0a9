#ifndef TUI_TUI_H
#define TUI_TUI_H

/*
 * The panel: screens over the use cases of app. It takes keys, draws into a
 * canvas, and knows neither terminal nor network. Whoever runs it (term/) does
 *
 *	tui_key() for what was typed, tui_tick() when tui_next_change_ms()
 *	have passed, and tui_draw() when tui_is_dirty().
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct app;
struct screen;
struct tui;

/* The screens by name: first those that have a room. */
enum tui_screen {
	TUI_PANEL,
	TUI_QUEUE,
	TUI_SIGN_IN,
	TUI_MANAGE, /* the room of the next ones, too */
	TUI_MANAGE_LIST,
	TUI_MANAGE_FORM,
	TUI_MANAGE_CHOOSE,
	TUI_MANAGE_LEVELS,
	TUI_MANAGE_ROWS,
	TUI_CARD,
	TUI_BOARD,
	TUI_ROOMS,
	TUI_PICK = TUI_ROOMS,
	TUI_ASK,
	TUI_HELP,
	TUI_SCREENS
};

struct tui_options {
	const char *server;     /* what the sign-in form begins with; or "" */
	const char *company_id; /* likewise */
	bool show_clock;        /* time and elapsed time; else it never ticks */
	/* What this panel is made of; who puts it together names them. */
	const struct screen *rooms[TUI_ROOMS];
};

/* The smallest window that it can be used in. */
#define TUI_ROWS_MIN 12
#define TUI_COLS_MIN 40

/*
 * Over an app that outlives it, as do the strings of the options; takes
 * app_watch for itself. Never fails.
 */
struct tui *tui_new(struct app *app, const struct tui_options *options);

/* Frees, wipes what was typed. NULL is fine. */
void tui_free(struct tui **tui);

/* Once, after the first picture: asks the service for news. */
void tui_begin(struct tui *tui);

/*
 * Whether this key, now, is a command (a press, say) and no text: then it waits
 * until it is sure that a person typed it.
 */
bool tui_is_command(const struct tui *tui, const struct key_event *event);

/* One key. A press in it is on disk, or said to be NOT RECORDED, on return. */
void tui_key(struct tui *tui, const struct key_event *event);

/* Time has passed. */
void tui_tick(struct tui *tui);

/* Draws the screen into a canvas that was begun. */
void tui_draw(struct tui *tui, struct canvas *canvas);

/* Whether the picture is no longer what tui_draw would draw. */
bool tui_is_dirty(const struct tui *tui);

/* Milliseconds from the last tui_draw until it changes by itself; -1: never. */
int64_t tui_next_change_ms(const struct tui *tui);

/* Whether the person asked to leave. */
bool tui_wants_quit(const struct tui *tui);

#endif
