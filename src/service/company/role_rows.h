#ifndef SERVICE_COMPANY_ROLE_ROWS_H
#define SERVICE_COMPANY_ROLE_ROWS_H

/* Roles. */

#include "core/permission.h"
#include "db/db.h"

struct role_row {
	struct id company;
	struct id id;
	const char *name;
	permission_set permissions;
	bool is_administrator;
	int64_t since_ms;
};

/* Adds a role that is not there. */
int role_rows_add(struct db *db, const struct role_row *row, struct err *err);

#endif
