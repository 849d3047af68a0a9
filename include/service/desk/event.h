#ifndef SERVICE_DESK_EVENT_H
#define SERVICE_DESK_EVENT_H

/*
 * What somebody who watches over the service wants to hear of: a line in the
 * log for each, of ids and of words of ours. Nothing that was sent stands in
 * it: a password lands in the field of the username too often.
 */

#include "base/id.h"
#include "service/desk/call.h"

/* X(name, as the log has it) */
#define EVENTS(X)                                                              \
	X(SIGN_IN_FAILED, "sign-in-failed")                                    \
	X(SIGN_IN_DELAYED, "sign-in-delayed")                                  \
	X(CODE_REFUSED, "code-refused")                                        \
	X(TOKEN_REUSED, "token-reused")                                        \
	X(ENROLMENT_BEGUN, "enrolment-begun")                                  \
	X(FORBIDDEN, "forbidden")                                              \
	X(CHANGED, "configuration-changed")                                    \
	X(QUOTA, "quota-used-up")

enum event_kind {
#define X(name, text) EVENT_##name,
	EVENTS(X)
#undef X
};

struct event {
	enum event_kind kind;
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
 * address, or one network of IPv6, is a line a second. */
void event_log(const struct call *call, const struct event *event);

#endif
