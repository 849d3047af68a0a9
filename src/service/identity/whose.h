#ifndef SERVICE_IDENTITY_WHOSE_H
#define SERVICE_IDENTITY_WHOSE_H

/* Whose enrolments and sessions a request is about. */

#include "service/desk/access.h"
#include "service/desk/call.h"
#include "service/desk/store.h"

/*
 * The employee of the query, oneself when there is none. Where the caller may
 * not do this to the employee's, may_out is false and 404 the answer: whoever
 * may not be seen cannot be told from nobody; 422 for a query that is none.
 * -1 when the database fails.
 */
int whose_asked(struct call *call, enum access access, struct id *employee_out,
	bool *may_out, struct err *err);

/*
 * Runs `revoke`, to which the call is handed, on what is the owner's (NULL:
 * there is no such thing), and answers. 404 as above.
 */
int whose_revoke(struct call *call, const struct id *owner, store_work *revoke,
	struct err *err);

#endif
