#ifndef SERVICE_COMPANY_ENTRY_ROWS_H
#define SERVICE_COMPANY_ENTRY_ROWS_H

/* Locations. */

#include "db/db.h"

struct entry_row {
	struct id company;
	struct id id;
	const char *number;
	const char *name;
	int64_t since_ms;
	int64_t changed_seq;
};

/* Yields row i into a zeroed struct; texts last until the next call. */
typedef void entry_rows_next(void *ctx, size_t i, struct entry_row *row_out);

/* Adds n that are not there, in one batch. */
int entry_rows_add_locations(struct db *db, size_t n, entry_rows_next *next,
	void *ctx, struct err *err);

#endif
