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

struct whose_revocation {
	const struct id *owner; /* NULL: there is no such thing */
	store_work *revoke;     /* the call is handed to it */
	const char *what;       /* of somebody else's, in the audit */
};

/* Revokes it, and answers. 404 as above. */
int whose_revoke(struct call *call, const struct whose_revocation *revocation,
	struct err *err);

/* Notes in the company's chain that this was done to what the call names. */
int whose_note(struct db *db, const struct call *call, const char *what,
	struct err *err);

#endif
