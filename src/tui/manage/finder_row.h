#ifndef FINDER_ROW_H
#define FINDER_ROW_H

/* One record in one line: what it is called, in a wide window what else is
 * known of it, at the end what it is not. */

#include "app/office.h"
#include "tui/wrap.h"

struct finder_row {
	struct office *office;
	const struct description *of;
	const void *record;
	struct area at; /* one row */
};

/* Whether it is; of a kind without such a field all are. */
bool finder_row_is_active(const struct description *of, const void *record);

/* Draws it. */
void finder_row_draw(struct canvas *canvas, const struct finder_row *row);

/* What stands in the columns, where there are some. */
void finder_row_draw_heads(
	struct canvas *canvas, const struct finder_row *row, int at);

#endif
