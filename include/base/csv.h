#ifndef BASE_CSV_H
#define BASE_CSV_H

/*
 * Tables as text, RFC 4180: values between commas, quoted where they must be,
 * lines that end with CR LF (or LF, when read). A spreadsheet takes a value
 * that begins with = + - @, a TAB or a CR for a formula: it is written with an
 * apostrophe before it, and read without.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#define CSV_VALUES_MAX 64           /* of a line */
#define CSV_VALUE_BYTES (64 * 1024) /* of all values of a line */

struct csv {
	const char *at;
	const char *end;
	size_t line; /* that `values` began on, from 1 */
	size_t next_line;
	size_t count;
	const char *values[CSV_VALUES_MAX]; /* until the next line is read */
	struct str text;
};

/* Begins to read; the bytes must last. A byte order mark is passed over. */
void csv_init(struct csv *csv, const char *bytes, size_t len);
void csv_release(struct csv *csv);

/*
 * Reads the next line that is not empty. *found_out: whether there was one.
 * ERR_DATA, naming the line.
 */
int csv_next(struct csv *csv, bool *found_out, struct err *err);

/* Appends a value, and a comma before it unless it is the first. */
void csv_add(struct str *out, bool first, const char *value);

/* Ends the line. */
void csv_end(struct str *out);

#endif
