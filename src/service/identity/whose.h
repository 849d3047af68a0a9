#ifndef SERVICE_IDENTITY_WHOSE_H
#define SERVICE_IDENTITY_WHOSE_H

/* Whose enrolments and sessions a request is about. */

#include "service/desk/access.h"
#include "service/desk/call.h"

/*
 * Whether the caller may do this to the employee's; otherwise answers 404:
 * whoever may not be seen cannot be told from nobody. -1 when the database
 * fails.
 */
int whose_may(struct call *call, enum access access, const struct id *employee,
	bool *may_out, struct err *err);

/* The employee of the query, oneself when there is none; as above, or 422. */
int whose_asked(struct call *call, enum access access, struct id *employee_out,
	bool *may_out, struct err *err);

#endif
