#ifndef SERVICE_COMPANY_EMPLOYEE_ROWS_H
#define SERVICE_COMPANY_EMPLOYEE_ROWS_H

/* Employees. */

#include "core/permission.h"
#include "db/db.h"

struct employee_row {
	struct id company;
	struct id id;
	const char *number;
	const char *given_name;
	const char *family_name;
	const char *username; /* NULL: cannot sign in */
	const char *email;
	const char *password_hash;
	struct id role;
	enum viewset viewset;
	struct id policy_group;
	int64_t since_ms;
	int64_t changed_seq;
};

/* Yields row i into a zeroed struct; texts last until the next call. */
typedef void
employee_rows_next(void *ctx, size_t i, struct employee_row *row_out);

/* Adds n that are not there, in one batch. */
int employee_rows_add(struct db *db, size_t n, employee_rows_next *next,
	void *ctx, struct err *err);

#endif
