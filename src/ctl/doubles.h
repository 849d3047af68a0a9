#ifndef CTL_DOUBLES_H
#define CTL_DOUBLES_H

/* What stands twice in a file, and may stand once in the company. */

#include "wire/record_csv.h"

struct doubles;

/* Reads a whole file once, behind its first line. ERR_DATA: it is no CSV. The
 * number of its lines with values into *rows_out. */
int
doubles_new(const char *bytes, size_t len, const struct field *const *columns,
	struct doubles **doubles_out, size_t *rows_out, struct err *err);
void doubles_free(struct doubles **doubles);

/*
 * Whether a value of the line that was read stands on an earlier one: its
 * field, and that line. Of a line without a number that is its name.
 */
const struct field *doubles_find(const struct doubles *doubles,
	const struct csv *line, size_t *earlier_out);

#endif
