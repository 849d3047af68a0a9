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

#endif
