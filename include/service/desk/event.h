#ifndef SERVICE_DESK_EVENT_H
#define SERVICE_DESK_EVENT_H

/*
 * What somebody who watches over the service wants to hear of: a line in the
 * log for each, of ids and of words of ours. Nothing that was sent stands in
 * it: a password lands in the field of the username too often.
 */

#include "base/id.h"
#include "service/desk/call.h"

struct event {
	const char *name; /* "sign-in-failed" */
	const char *what; /* a word of ours, or NULL */
	/* Each NULL, or nil, where there is none. */
	const struct id *company;
	const struct id *employee;
	const struct id *device;
	const struct id *enrolment;
	const struct id *session;
	const struct id *subject; /* what it was done to */
};

/* Writes it, with the address of the caller. A flood of one kind from one
 * address is a line a second. */
void event_log(const struct call *call, const struct event *event);

#endif
