#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

/*
 * What a screen is, and what every screen may use. A screen is a constant
 * table of what it does; what it remembers is a state of its own, which the
 * kit keeps for it, zeroed at first, until the panel ends. Screens do not
 * know each other: one opens another by its name in enum tui_screen.
 */

#include "app/app.h"
#include "tui/bind.h"
#include "tui/tui.h"

struct screen {
	/* In the head; or the screen says it. Neither: who is signed in. */
	const char *title;
	const char *(*say_title)(const struct tui *tui);
	size_t state_bytes;
	const struct bind *binds;

	/* Each may be NULL, but for draw. */
	void (*open)(struct tui *tui); /* about to be shown, over what is */
	void (*load)(struct tui *tui); /* what the app says may have changed */
	bool (*on_key)(struct tui *tui, const struct key_event *event);
	/* Rows from `top` to before `end` are the screen's. */
	void (*draw)(struct tui *tui, struct canvas *canvas, int top, int end);
	/* Milliseconds until the picture changes by itself; -1: never. */
	int64_t (*next_change_ms)(const struct tui *tui);
	void (*resume)(struct tui *tui); /* on top again */
	void (*leave)(struct tui *tui);  /* for the one below */

	bool over; /* leaves parts of the screen below to be seen */
};

#define TUI_DEPTH_MAX 7
#define TUI_NOTE_BYTES 1024

/* Something said once, in the message line of the screen on top. */
struct note {
	enum role role;
	bool stays; /* until the next press; else until the next key */
	char text[TUI_NOTE_BYTES];
};

struct tui {
	struct app *app;
	struct tui_options options;
	const struct screen *screens[TUI_SCREENS];
	void *states[TUI_SCREENS]; /* each for its screen alone */
	enum tui_screen stack[TUI_DEPTH_MAX];
	int depth;
	bool dirty;
	bool stale; /* what was read from the app may have changed */
	struct id
		about; /* whose the screen that is opened is; nil: one's own */
	bool small;    /* the window is too small to be used */
	bool quit;
	bool awaits;            /* an answer that leaving would lose */
	int64_t leave_until_ms; /* boot time; 0: nobody leaves (leave.h) */
	struct stamp now;       /* as of the last key or picture */
	int64_t now_ms;   /* then, by the service's clock: what is shown */
	struct err clock; /* why the clocks could not be read then */
	bool has_now;     /* for the next picture too: a key was just read */
	int64_t next_change_ms;
	struct note note;
};

/* The screen `below` the one on top; 0 is that one. */
const struct screen *tui_at(const struct tui *tui, int below);

/* Opens a screen over the one on top; goes back to the one below. */
void tui_open(struct tui *tui, enum tui_screen name);
void tui_back(struct tui *tui);

/* Begins anew with this screen alone. */
void tui_start(struct tui *tui, enum tui_screen name);

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
