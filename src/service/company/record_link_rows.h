#ifndef SERVICE_COMPANY_RECORD_LINK_ROWS_H
#define SERVICE_COMPANY_RECORD_LINK_ROWS_H

/* What of a record stands in rows of their own: lists, and what a role
 * allows. */

#include "record_rows.h"

/* Reads those of n records, one behind the other in the order of their ids. */
int record_link_rows_load(struct db *db, const struct record_kind *kind,
	const struct id *company, void *records, size_t n, struct err *err);

/* Writes those that are not as they were before. */
int record_link_rows_save(struct db *db, const struct record_kind *kind,
	const struct record_change *change, struct err *err);

#endif
