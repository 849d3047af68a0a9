#ifndef SERVICE_COMPANY_AUDIT_LIST_ROWS_H
#define SERVICE_COMPANY_AUDIT_LIST_ROWS_H

/* What was changed, as somebody may see it. */

#include "records.h"
#include "service/company/audit.h"

struct audit_query {
	struct record_viewer viewer;
	int64_t below;    /* seq; 0: from the newest on */
	int64_t since_ms; /* 0: from the beginning */
	struct id author; /* nil: anybody */
	struct id subject;
	size_t limit;
};

/* Rows of audit_rows_read, the newest first, of what the viewer sees: whatever
 * is about a person beyond the viewset is not there. Behind those columns the
 * author's username, number, given and family name, where they are seen; and
 * of a subject that is no record the number of a punch, whose it is in the
 * same three columns, and the name of a device. */
int audit_list_rows_page(struct db *db, const struct audit_query *query,
	struct db_stmt **stmt_out, struct err *err);
#define AUDIT_LIST_USERNAME 10
#define AUDIT_LIST_NUMBER 11
#define AUDIT_LIST_GIVEN 12
#define AUDIT_LIST_PUNCH 14
#define AUDIT_LIST_WHOSE 15
#define AUDIT_LIST_DEVICE 18

#endif
