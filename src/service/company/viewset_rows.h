#ifndef SERVICE_COMPANY_VIEWSET_ROWS_H
#define SERVICE_COMPANY_VIEWSET_ROWS_H

/* The Selected Employees of viewsets. */

#include "db/db.h"

struct viewset_row {
	struct id company;
	struct id viewer;
	struct id member;
	int64_t since_ms;
	int64_t changed_seq;
};

/* Adds a member that is not there. */
int
viewset_rows_add(struct db *db, const struct viewset_row *row, struct err *err);

/* Whether the viewer's viewset holds the member now. */
int viewset_rows_find(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *found_out,
	struct err *err);

#endif
