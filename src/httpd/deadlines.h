#ifndef HTTPD_DEADLINES_H
#define HTTPD_DEADLINES_H

/*
 * The connections that there are: how long each may take, and which of them
 * has to go when there are too many.
 *
 * Deadlines are absolute. A timeout per read is not one: a byte a second would
 * hold a thread for ever. A thread of its own looks four times a second and
 * shuts down the sockets whose time is over; who reads or writes them sees the
 * end and leaves.
 *
 * A connection above the limit takes the place of one that nothing is done for
 * just now: one of the address that has most, no fewer than its own. So nobody
 * can hold all places with sockets, and what is established goes on.
 */

#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

struct deadline_limits {
	int head_ms;     /* between requests and in a request's head */
	int request_ms;  /* from the head to the end of the answer */
	int connections; /* at once */
};

enum deadline_phase {
	DEADLINE_WAITING, /* for a request, or in its head */
	DEADLINE_MOVING,  /* its body or its answer is on the way */
	DEADLINE_WORKING  /* the service is at it */
};

struct deadlines;
struct deadline; /* of one connection */

/* Starts the thread. ERR_INTERNAL when there is none to be had. */
int deadlines_open(const struct deadline_limits *limits,
	struct deadlines **deadlines_out, struct err *err);

/* Stops the thread; no connection may be left. NULL is fine. */
void deadlines_close(struct deadlines **deadlines);

/* A connection came: yours until deadlines_remove, which precedes close(fd). */
struct deadline *
deadlines_add(struct deadlines *deadlines, int fd, const struct sockaddr *peer);
void deadlines_remove(struct deadline *deadline);

/* Whether there was a place for it, once and for all. */
bool deadlines_admitted(const struct deadline *deadline);

/* Where it is now. The time of a request begins when it leaves WAITING. */
void deadlines_enter(struct deadline *deadline, enum deadline_phase phase);

/* So many bytes of its body are in memory; false when there is no room for
 * more of them (crowd.h), always true for fewer. */
bool deadlines_hold(struct deadline *deadline, long long bytes);

/*
 * Waits until one more may come: the one before has, and fewer than so many are
 * there. Those that were cut off are only forgotten when the next one comes, so
 * they are waited for a moment and no longer. Returns false when there are too
 * many for all of patience_ms.
 */
bool deadlines_wait(struct deadlines *deadlines, int most, int patience_ms);

/* Whether deadlines_drain was called. */
bool deadlines_draining(struct deadlines *deadlines);

/*
 * From now on connections without a request are shut down at once and the
 * others after theirs. Returns when none is left, at the latest after
 * within_ms.
 */
void deadlines_drain(struct deadlines *deadlines, int within_ms);

#endif
