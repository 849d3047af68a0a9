#ifndef TUI_ASK_H
#define TUI_ASK_H

/* A question before a press; a line may be typed into it. */

#include <stdbool.h>

#define ASK_TEXT_BYTES 1024

struct tui;

struct ask {
	const char *title;
	const char *yes; /* what yes does, in words */
	bool safe;       /* Enter means yes; else only F does */
	char text[ASK_TEXT_BYTES];
	const char *field; /* what is typed into; NULL: nothing is */
	void (*on_yes)(struct tui *tui);
};

/* Asks this, over the screen on top. */
void ask_open(struct tui *tui, const struct ask *ask);

/* What was typed into the last one. */
const char *ask_typed(const struct tui *tui);

#endif
