#ifndef TERM_PARTS_H
#define TERM_PARTS_H

/* What the files of this folder share. */

/* The wide characters of curses are asked for before anything else. */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "input.h"
#include "pace.h"
#include "term/term.h"

/* A window may claim any size; this much of it is used. */
#define TERM_ROWS_MAX 300
#define TERM_COLS_MAX 500

struct term {
	SCREEN *screen;
	bool utf8; /* of the locale: what is typed */
	bool colour;
	bool light;      /* the background */
	struct tui *tui; /* gets the keys */
	struct input input;
	struct pace pace;
	int64_t now_ms; /* of the bytes that are being read */
};

/* Takes the terminal. */
int term_open(
	struct term *term, const struct term_options *options, struct err *err);

/* Gives it back. */
void term_close(struct term *term);

/* Gives it back for a while (^Z), and takes it again. */
void term_leave(void);
void term_return(void);

/* Defines the keys of the terminal that curses is about. */
void term_define_keys(struct input *input);

/* From here on what is typed goes to this panel. */
void term_begin_keys(struct term *term, struct tui *tui);

/* Reads what came; false when the terminal is gone. */
bool term_read_keys(struct term *term, int fd, int64_t now_ms);

/* Time has passed; when there is something to do then (-1: never). */
void term_tick_keys(struct term *term, int64_t now_ms);
int64_t term_keys_due_ms(const struct term *term);

/* No more will come; what was typed is not left behind. */
void term_end_keys(struct term *term);

/* Makes colour pairs for the roles. */
void term_init_looks(const struct term *term);

/* Shows a picture. */
void term_paint(const struct term *term, const struct canvas *canvas);

#endif
