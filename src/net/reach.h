#ifndef SRC_NET_REACH_H
#define SRC_NET_REACH_H

/*
 * Whether it is plain, without loading anything, that nobody can answer: the
 * server's port on a numeric address refuses at once, or this machine has no
 * network at all. A press without a network must not pay for the library.
 */

#include <stdbool.h>
#include <stddef.h>

/* Then why_out is one line for the person. False: it has to be tried. */
bool reach_is_hopeless(const char *url, char *why_out, size_t why_bytes);

#endif
