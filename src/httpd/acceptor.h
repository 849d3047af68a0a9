#ifndef HTTPD_ACCEPTOR_H
#define HTTPD_ACCEPTOR_H

/*
 * Takes connections off the listening socket and hands them to the library. Its
 * own way of accepting resets those that are too many, and spins when there are
 * no descriptors: here they wait in the kernel's line until there is a place.
 */

#include <microhttpd.h>

#include "base/err.h"
#include "deadlines.h"

struct acceptor;

struct acceptor_options {
	struct MHD_Daemon *daemon;
	struct deadlines *deadlines;
	int listen_fd; /* nonblocking from now on; stays the caller's */
	int most;      /* connections at once, those that are leaving too */
};

/* Starts its thread. ERR_INTERNAL when there is none to be had. */
int acceptor_open(const struct acceptor_options *options,
	struct acceptor **acceptor_out, struct err *err);

/* Connections to come go to this one. */
void acceptor_hand_to(struct acceptor *acceptor, struct MHD_Daemon *daemon);

/* Whether its thread has answered what the call before asked; asks again. */
bool acceptor_alive(struct acceptor *acceptor);

/* Stops it: no more connections come. NULL is fine. */
void acceptor_close(struct acceptor **acceptor);

#endif
