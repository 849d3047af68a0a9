#ifndef WIRE_RECORD_CSV_H
#define WIRE_RECORD_CSV_H

/*
 * What the office manages, as CSV (base/csv.h): a line with the names of the
 * fields, then a line for each record, as core/field_words.h has them. Ids,
 * versions and what the service alone tells are not in it.
 */

#include "base/csv.h"
#include "core/field_words.h"

/* The first line, with these fields. */
void wire_record_csv_head(
	const struct description *description, field_set seen, struct str *out);

/* The line of a record; the same fields. */
void
wire_record_csv_write(const struct description *description, const void *record,
	field_set seen, const struct field_names *names, struct str *out);

/* One more than a line has values: NULL stands behind the last. */
#define WIRE_COLUMNS_MAX (CSV_VALUES_MAX + 1)

/*
 * Which field each value of a line is, from the first line. ERR_DATA: a name
 * is unknown or there twice, or one is missing that no record is without.
 */
int wire_record_csv_columns(const struct description *description,
	const struct csv *line,
	const struct field *columns_out[WIRE_COLUMNS_MAX], struct err *err);

/*
 * Reads a line into a record that is cleared; what the file does not have is
 * as when nothing is said of it. ERR_DATA names line and field.
 */
int wire_record_csv_read(const struct description *description,
	const struct csv *line, const struct field *const *columns,
	const struct field_names *names, void *record_out, struct err *err);

#endif
