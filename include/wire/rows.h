#ifndef WIRE_ROWS_H
#define WIRE_ROWS_H

/*
 * Lists of things that are only shown: of each item some members as text, and
 * all of it as JSON, whatever else a newer service tells.
 */

#include <stddef.h>

#include "base/err.h"
#include "base/jsonout.h"
#include "base/str.h"

struct wire_rows {
	const char *const *members; /* up to NULL */
	size_t columns;
	char **cells; /* row by row; foreign */
	size_t count; /* of cells */
	size_t cap;
	struct str items; /* a JSON array that is not closed yet */
	struct jsonout json;
};

/* Nothing read yet. Ends with wire_rows_release. */
void wire_rows_init(struct wire_rows *rows, const char *const *members);
void wire_rows_release(struct wire_rows *rows);

/*
 * Reads a page, {"<list>": [...]}, behind what was read. A text is as it is,
 * true is "yes", a list has commas between, what is not there is "". Of a list
 * of objects the member "list.member" is that of each. ERR_DATA.
 */
int wire_rows_read(struct wire_rows *rows, const char *bytes, size_t len,
	const char *list, struct err *err);

/* The text of a column in a row. */
const char *
wire_rows_cell(const struct wire_rows *rows, size_t row, size_t column);

/* How many rows. */
size_t wire_rows_count(const struct wire_rows *rows);

#endif
