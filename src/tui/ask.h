#ifndef ASK_H
#define ASK_H

/* A question before a press, or a sentence that must be read. */

#include "core/punch.h"

#define ASK_TEXT_BYTES 1024

struct screen;
struct tui;

struct ask {
	const char *title;
	const char *yes; /* what yes does, in words; NULL: only to be read */
	char key;        /* the letter that means yes, besides Enter if safe */
	bool safe;       /* Enter means yes */
	char text[ASK_TEXT_BYTES];
	void (*on_yes)(struct tui *tui);
};

/* A question, or a text to be read, over the screen below. */
extern const struct screen ask_screen;

#endif
