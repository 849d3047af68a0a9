#ifndef ASK_H
#define ASK_H

/* A question before a press. */

#include <stdbool.h>

#define ASK_TEXT_BYTES 1024

struct screen;
struct tui;

struct ask {
	const char *title;
	const char *yes; /* what yes does, in words */
	bool safe;       /* Enter means yes; else only F does */
	char text[ASK_TEXT_BYTES];
	void (*on_yes)(struct tui *tui);
};

/* Asks what stands in tui->ask, over the screen below. */
extern const struct screen ask_screen;

#endif
