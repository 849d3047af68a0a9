#ifndef VALUE_H
#define VALUE_H

/* What stands in a field, as people read it. */

#include "app/office.h"

/* Appends it in one line; foreign: clean it to show. */
void manage_value(struct office *office, const struct field *field,
	const void *record, struct str *out);

/* Appends what the record of this id is called. */
void manage_value_of(struct office *office, const struct description *of,
	const struct id *id, struct str *out);

#endif
