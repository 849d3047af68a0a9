#ifndef HTTPD_DEADLINES_H
#define HTTPD_DEADLINES_H

/*
 * Absolute deadlines of connections. A timeout per read is not one: a byte a
 * second would hold a thread for ever. A thread of its own looks four times a
 * second and shuts down the sockets whose time is over; who reads or writes
 * them sees the end and leaves.
 */

#include <stdbool.h>

#include "base/err.h"

struct deadline_limits {
	int head_ms;    /* between requests and in a request's head */
	int request_ms; /* from the head to the end of the answer */
};

struct deadlines;
struct deadline; /* of one connection */

/* Starts the thread. ERR_INTERNAL when there is none to be had. */
int deadlines_open(const struct deadline_limits *limits,
	struct deadlines **deadlines_out, struct err *err);

/* Stops the thread; no connection may be left. NULL is fine. */
void deadlines_close(struct deadlines **deadlines);

/* A connection came: yours until deadlines_remove, which precedes close(fd). */
struct deadline *deadlines_add(struct deadlines *deadlines, int fd);
void deadlines_remove(struct deadline *deadline);

/* Its request's head was read; its answer was sent. */
void deadlines_begin_request(struct deadline *deadline);
void deadlines_end_request(struct deadline *deadline);

/* Connections now. */
int deadlines_count(struct deadlines *deadlines);

/* Whether deadlines_drain was called. */
bool deadlines_draining(struct deadlines *deadlines);

/*
 * From now on connections without a request are shut down at once and the
 * others after theirs. Returns when none is left, at the latest after
 * within_ms.
 */
void deadlines_drain(struct deadlines *deadlines, int within_ms);

#endif
