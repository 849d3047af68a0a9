#ifndef TERM_PARTS_H
#define TERM_PARTS_H

/* What the files of this folder share. */

/* The wide characters of curses are asked for before anything else. */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "term/term.h"

/* Keys of ours, beyond those of curses. */
enum {
	TERM_PASTE_BEGIN = KEY_MAX + 1,
	TERM_PASTE_END
};

/* A window may claim any size; this much of it is used. */
#define TERM_ROWS_MAX 300
#define TERM_COLS_MAX 500

/* The most that one paste hands on; the rest is dropped. */
#define TERM_PASTE_BYTES 4096

struct term {
	SCREEN *screen;
	bool utf8; /* of the locale: what is typed */
	bool colour;
	bool pasting;
	char paste[TERM_PASTE_BYTES];
	size_t paste_len;
};

/* Takes the terminal. */
int term_open(
	struct term *term, const struct term_options *options, struct err *err);

/* Gives it back. */
void term_close(struct term *term);

/* Gives it back for a while (^Z), and takes it again. */
void term_leave(void);
void term_return(void);

/* Hands everything that was typed to the panel. */
void term_read_keys(struct term *term, struct tui *tui);

/* Makes colour pairs for the roles. */
void term_init_looks(const struct term *term);

/* Shows a picture. */
void term_paint(const struct term *term, const struct canvas *canvas);

#endif
