#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

/*
 * A picture of cells that a screen is drawn into. It knows no terminal: who
 * shows it gives each role its looks. Everything put here is cleaned
 * (base/text.h), so no foreign byte can do more than be seen, and clipped to
 * where it belongs.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/text.h"

/* What a cell means; the looks are the terminal's affair. */
enum role {
	ROLE_TEXT,
	ROLE_STRONG,
	ROLE_DIM,
	ROLE_TITLE,
	ROLE_RULE,
	ROLE_BADGE_IN,
	ROLE_BADGE_OUT,
	ROLE_BADGE_MEAL,
	ROLE_KEY,
	ROLE_FIELD,
	ROLE_SELECTED,
	ROLE_GOOD,
	ROLE_WARNING,
	ROLE_ERROR,
	ROLE_ALARM
};
#define ROLE_COUNT (ROLE_ALARM + 1)

/* Signs that are words first and have an ASCII form; both are one cell. */
#define SIGNS(X)                                                               \
	X(IN, "►", ">")                                                        \
	X(OUT, "■", "#")                                                       \
	X(MEAL, "║", "=")                                                      \
	X(DONE, "√", "+")                                                      \
	X(KEPT, "•", "*")                                                      \
	X(WARN, "▲", "!")                                                      \
	X(FAIL, "×", "X")                                                      \
	X(RULE, "─", "-")                                                      \
	X(FULL, "█", "#")                                                      \
	X(EMPTY, "░", ".")                                                     \
	X(MASK, "•", "*")                                                      \
	X(UP, "▲", "^")                                                        \
	X(DOWN, "▼", "v")                                                      \
	X(TOP_LEFT, "┌", "+")                                                  \
	X(TOP_RIGHT, "┐", "+")                                                 \
	X(BOTTOM_LEFT, "└", "+")                                               \
	X(BOTTOM_RIGHT, "┘", "+")                                              \
	X(SIDE, "│", "|")

enum sign {
#define X(name, utf8, ascii) SIGN_##name,
	SIGNS(X)
#undef X
};

#define CELL_RUNES (1 + TEXT_MARKS_MAX) /* no more than curses takes */

struct cell {
	uint32_t runes[CELL_RUNES]; /* a character and what combines with it */
	uint8_t cells; /* 1, 2, or 0: right half of the one before */
	uint8_t role;  /* enum role */
};

struct canvas {
	struct cell *cells; /* rows * cols, row by row */
	int rows, cols;
	int cursor_row, cursor_col;
	bool ascii; /* nothing beyond ASCII is put */
};

/* An empty canvas of no size. Ends with canvas_release. */
void canvas_init(struct canvas *canvas, bool ascii);
void canvas_release(struct canvas *canvas);

/* Begins a picture: this size, blank, the cursor at the top left. */
void canvas_begin(struct canvas *canvas, int rows, int cols);

/*
 * Puts a text at a place, in at most `max` cells ("…" ends what is cut), and
 * returns the cells it took. Outside the canvas nothing is put.
 */
int canvas_put(struct canvas *canvas, int row, int col, int max, enum role role,
	const char *text);

/* `count` times a sign from a place on. */
void canvas_sign(struct canvas *canvas, int row, int col, int count,
	enum role role, enum sign sign);

/* Blanks `count` cells, in a role. */
void canvas_blank(
	struct canvas *canvas, int row, int col, int count, enum role role);

/* Gives `count` cells another role and leaves what stands there. */
void
canvas_tint(struct canvas *canvas, int row, int col, int count, enum role role);

/* Where the hardware cursor belongs. */
void canvas_cursor(struct canvas *canvas, int row, int col);

/* Appends the picture as lines of text without blanks at their ends. */
void canvas_text(const struct canvas *canvas, struct str *out);

#endif
