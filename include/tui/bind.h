#ifndef TUI_BIND_H
#define TUI_BIND_H

/*
 * The keys of a screen: one table yields what a key does, the last line of the
 * screen and its help.
 */

#include <stdbool.h>

#include "base/str.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct tui;

struct bind {
	enum key key;
	char letter;      /* RUNE, CTRL: lower case; both cases count */
	const char *cap;  /* how the key is called */
	const char *word; /* what it does, for the last line; NULL: not there */
	const char *help; /* the same as a sentence; NULL: not in the help */
	int rank;         /* a narrow line leaves out the highest first */
	bool command;     /* as every letter is: not for a burst to say */
	void (*act)(struct tui *tui);                     /* ends with NULL */
	bool (*works)(const struct tui *tui);             /* NULL: always */
	void (*say)(const struct tui *, struct str *out); /* instead of word */
};

/* What this key does now, or NULL. */
const struct bind *bind_find(const struct bind *binds, const struct tui *tui,
	const struct key_event *event);

/* Whether it is for a person alone: what comes in a burst does not do it. */
bool bind_is_command(const struct bind *bind);

/* The line of keys that work now, as many as fit. */
void bind_draw(const struct bind *binds, const struct tui *tui,
	struct canvas *canvas, int row);

#endif
