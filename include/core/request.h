#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

/* A request: somebody asks for a punch of their own that is missing. It counts
 * for nothing until it is accepted: connect-rules(7), Requests. */

#include "core/punch.h"

/* X(name, number on disk, name on the wire) */
#define REQUEST_STATES(X)                                                      \
	X(WAITS, 0, "waits")                                                   \
	X(ACCEPTED, 1, "accepted")                                             \
	X(DECLINED, 2, "declined")

enum request_state {
#define X(name, number, wire) REQUEST_##name = (number),
	REQUEST_STATES(X)
#undef X
};
#define REQUEST_STATE_COUNT 3

/* How far back one reaches: the longest pay period, and the one before it. */
#define REQUEST_DAYS 62

/* How many of one person may wait. */
#define REQUEST_WAITING_MAX 100

/*
 * The id of a request: a UUID (RFC 9562, version 8) made of who asks for which
 * button when. Whoever was not answered asks again, and has asked once.
 */
struct id
request_id(const struct id *employee, enum punch_kind press, int64_t at_ms);

#endif
