#ifndef SERVICE_COMPANY_AUDIT_ROWS_H
#define SERVICE_COMPANY_AUDIT_ROWS_H

#include "service/company/audit.h"

/* Adds the row as it is. */
int
audit_rows_insert(struct db *db, const struct audit_row *row, struct err *err);

#endif
