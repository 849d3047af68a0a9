#ifndef TUI_WRAP_H
#define TUI_WRAP_H

/* Sentences over several lines. */

#include "tui/canvas.h"

struct area {
	int row, col, rows, cols;
};

/* Lines that a text takes in this width. */
int wrap_rows(const char *text, int cols);

/* Puts a text into an area, "…" where it ends too early; lines it took. */
int wrap_put(struct canvas *canvas, const struct area *area, enum role role,
	const char *text);

/*
 * Puts a text and right behind it a tail into the first row of an area. Where
 * both do not fit the text is cut first, and the tail beyond half of the row.
 */
void wrap_put_tail(struct canvas *canvas, const struct area *area,
	enum role role, const char *text, const char *tail);

#endif
