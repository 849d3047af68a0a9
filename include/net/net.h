#ifndef NET_NET_H
#define NET_NET_H

/*
 * The transport that speaks HTTP through libcurl, on the loop, without a
 * thread of its own.
 *
 * libcurl is loaded at the first request: until then this costs nothing. From
 * then on the process ignores SIGPIPE. Only https is spoken, and http to this
 * very computer (127.0.0.0/8, ::1, localhost). Redirects are not followed,
 * nothing is decompressed, cookies and credentials of other programs are not
 * read. A request whose connection turns out to be dead is sent again by
 * libcurl itself, a POST too; what must not be done twice needs an id of its
 * own in the body.
 */

#include "loop/loop.h"
#include "port/transport.h"

/* A wait that the server asks for (Retry-After) counts at most this. */
#define NET_RETRY_AFTER_MAX_MS (60 * 60 * 1000)

/* An answer whose headers are longer is a failure. */
#define NET_HEADERS_MAX_BYTES (32 * 1024)

struct net;

struct net_options {
	const char *ca_file;    /* PEM: trust these, not the system's; NULL */
	const char *pin;        /* "sha256//..." (";" between several); NULL */
	const char *user_agent; /* "connect-clock/1.0" */
};

/* A transport on the loop; copies the options. Ends with net_free. */
struct net *net_new(struct loop *loop, const struct net_options *options,
	struct transport *transport_out);

/*
 * Ends it, before the loop is freed and not from within on_answer: at once,
 * even while a name is looked up. What was under way is never answered. A
 * NULL net is fine.
 */
void net_free(struct net **net);

#endif
