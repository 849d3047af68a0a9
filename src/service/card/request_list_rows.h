#ifndef SERVICE_CARD_REQUEST_LIST_ROWS_H
#define SERVICE_CARD_REQUEST_LIST_ROWS_H

/* Requests as they are listed, in the database. */

#include "core/request.h"
#include "db/db.h"
#include "service/desk/caller.h"
#include "service/desk/paged.h"

/* Of what is not there, or not seen, the number and the names are empty. */
enum request_list_column {
	REQUEST_LIST_ID,
	REQUEST_LIST_SEQ,
	REQUEST_LIST_PRESS,
	REQUEST_LIST_AT,
	REQUEST_LIST_ASKED,
	REQUEST_LIST_COMMENT,
	REQUEST_LIST_STATE,
	REQUEST_LIST_DECIDED,
	REQUEST_LIST_REASON,
	/* Each an id, behind it a number and a name, of people two names. */
	REQUEST_LIST_EMPLOYEE,
	REQUEST_LIST_DECIDED_BY = REQUEST_LIST_EMPLOYEE + 4,
	REQUEST_LIST_LOCATION = REQUEST_LIST_DECIDED_BY + 4,
	REQUEST_LIST_COST_CODE = REQUEST_LIST_LOCATION + 3,
};

struct request_list {
	int state; /* enum request_state; -1: any */
	struct paged paged;
};

/* Those with a seq above the cursor, one more than the limit: the caller's own,
 * and those of the viewset where the caller sees time cards. */
int request_list_rows(struct db *db, const struct caller *caller,
	const struct request_list *of, struct db_stmt **stmt_out,
	struct err *err);

#endif
