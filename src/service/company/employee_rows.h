#ifndef SERVICE_COMPANY_EMPLOYEE_ROWS_H
#define SERVICE_COMPANY_EMPLOYEE_ROWS_H

/* Employees. */

#include "record_rows.h"

/* The kind. */
extern const struct record_kind employee_rows;

/* A hash for somebody whose address is verified. */
int employee_rows_set_password(struct db *db, const struct id *company,
	const struct id *employee, const char *hash, struct err *err);

/* How many have this role. */
int employee_rows_count_bearers(struct db *db, const struct id *company,
	const struct id *role, int64_t *count_out, struct err *err);

/* How many administrators can sign in. */
int employee_rows_count_administrators(struct db *db, const struct id *company,
	int64_t *count_out, struct err *err);

/* The policy group that people are in when nothing is said: the first. */
int employee_rows_default_policy(struct db *db, const struct id *company,
	struct id *policy_out, struct err *err);

#endif
