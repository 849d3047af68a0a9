#ifndef TUI_ASK_H
#define TUI_ASK_H

/* A question before a press. */

#include <stdbool.h>

#define ASK_TEXT_BYTES 1024

struct tui;

struct ask {
	const char *title;
	const char *yes; /* what yes does, in words */
	bool safe;       /* Enter means yes; else only F does */
	char text[ASK_TEXT_BYTES];
	void (*on_yes)(struct tui *tui);
};

/* Asks this, over the screen on top. */
void ask_open(struct tui *tui, const struct ask *ask);

#endif
