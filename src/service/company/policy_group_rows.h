#ifndef SERVICE_COMPANY_POLICY_GROUP_ROWS_H
#define SERVICE_COMPANY_POLICY_GROUP_ROWS_H

/* Policy groups. */

#include "core/policy.h"
#include "db/db.h"

struct policy_group_row {
	struct id company;
	struct id id;
	const char *name;
	struct meal_policy meal;
	int64_t changed_seq;
};

/* Adds a group that is not there. */
int policy_group_rows_add(
	struct db *db, const struct policy_group_row *row, struct err *err);

#endif
