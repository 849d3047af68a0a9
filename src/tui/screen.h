#ifndef SCREEN_H
#define SCREEN_H

/* What the files of this folder share: the panel's whole state. */

#include "app/app.h"
#include "app/choices.h"
#include "app/deliver.h"
#include "app/face.h"
#include "app/press.h"
#include "app/receipt.h"
#include "ask.h"
#include "bind.h"
#include "edit.h"
#include "panel.h"
#include "pick.h"
#include "queue.h"
#include "sign_in.h"
#include "tui/tui.h"

struct screen {
	const char *title;
	const struct bind *binds;
	/* Asked before the table of keys; may be NULL. */
	bool (*on_key)(struct tui *tui, const struct key_event *event);
	/* Rows from `top` to before `end` are the screen's. */
	void (*draw)(struct tui *tui, struct canvas *canvas, int top, int end);
	/* Left for the one below; may be NULL. */
	void (*leave)(struct tui *tui);
	bool over; /* leaves parts of the screen below to be seen */
};

#define TUI_DEPTH_MAX 5
#define TUI_NOTE_BYTES 1024

/* Something said once, in the panel's message line. */
struct note {
	enum role role;
	bool stays; /* until the next press; else until the next key */
	char text[TUI_NOTE_BYTES];
};

struct tui {
	struct app *app;
	bool show_clock;
	const struct screen *stack[TUI_DEPTH_MAX];
	int depth;
	bool dirty;
	bool stale; /* what was read from the app may have changed */
	bool small; /* the window is too small to be used */
	bool quit;
	struct stamp now; /* as of the last key or picture */
	int64_t next_change_ms;
	struct note note;
	int help_top;
	struct panel panel;
	struct pick pick;
	struct queue queue;
	struct ask ask;
	struct sign_in_form form;
};

/* The screen on top. */
const struct screen *tui_top(const struct tui *tui);

/* Opens a screen over the one on top; goes back to the one below. */
void tui_push(struct tui *tui, const struct screen *screen);
void tui_back(struct tui *tui);

/* Begins anew with this screen alone. */
void tui_start(struct tui *tui, const struct screen *screen);

/* Says something in the message line; "" takes it back. */
void tui_note(struct tui *tui, enum role role, const char *text);

/* The same, staying until the next press. */
void tui_note_stays(struct tui *tui, enum role role, const char *text);

/* Reads the clocks into tui->now. */
void tui_read_clock(struct tui *tui);

/* Ids of whoever is signed in; nil when nobody is. */
struct id tui_reader(const struct tui *tui);

/* Keys of every screen. */
void tui_act_help(struct tui *tui);
void tui_act_quit(struct tui *tui);

#endif
