#ifndef CLI_DESK_H
#define CLI_DESK_H

/* One request to the service as whoever is signed in, waited for. */

#include "app/office.h"
#include "call.h"

/* As office_ask; the answer's body is appended to body_out, if not NULL.
 * ERR_UNAVAILABLE where none came in time. */
int desk_ask(struct cli_call *call, const struct office_request *request,
	struct str *body_out, struct err *err);

#endif
