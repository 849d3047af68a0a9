#ifndef SERVICE_COMPANY_ROLE_ROWS_H
#define SERVICE_COMPANY_ROLE_ROWS_H

/* Roles: their kind, and the rows of what each allows. */

#include "core/permission.h"
#include "record_rows.h"

/* The kind. */
extern const struct record_kind role_rows;

/* What the role gives, and whether it can be given; nil gives nothing. */
int
role_rows_load(struct db *db, const struct id *company, const struct id *role,
	permission_set *permissions_out, bool *active_out, struct err *err);

/* Makes its rows say this. */
int role_rows_save(struct db *db, const struct id *company,
	const struct id *role, permission_set permissions, struct err *err);

#endif
