#ifndef TUI_EDIT_H
#define TUI_EDIT_H

/*
 * One line of text being typed. Only what is harmless gets in (control,
 * bidirectional and other invisible characters are dropped), so what it holds
 * is clean. The cursor moves over a letter and its accents as over one.
 */

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/key.h"

#define EDIT_BYTES 1001

struct edit {
	char text[EDIT_BYTES];
	size_t len;
	size_t at;   /* the cursor, as a byte of text */
	size_t max;  /* the largest len */
	bool full;   /* the last thing typed or pasted did not fit whole */
	bool secret; /* shown masked, wiped when emptied */
};

/* An empty line of at most max_bytes (< EDIT_BYTES). */
void edit_init(struct edit *edit, size_t max_bytes);

/* Holds this now, as far as it fits; the cursor behind it. */
void edit_set(struct edit *edit, const char *text);

/* Whether the event was one for a line of text; then it was obeyed. */
bool edit_key(struct edit *edit, const struct key_event *event);

/*
 * Draws it into `cells` cells; when `focused` scrolled so that the cursor
 * shows, with the hardware cursor there, else from its beginning.
 */
void edit_draw(const struct edit *edit, struct canvas *canvas, int row, int col,
	int cells, bool focused);

#endif
