#ifndef PORT_TRANSPORT_H
#define PORT_TRANSPORT_H

/*
 * One HTTP exchange with the service, asynchronous on the loop. Its end is
 * always reported, once, by on_answer, at latest at the deadline; unless it
 * was cancelled. What ended is never tried again by a transport; but within
 * one exchange the request may go out twice, where a connection was dead.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "base/str.h"

#define TRANSPORT_DEADLINE_MS 20000

struct transport_request {
	const char *method;          /* "GET", "POST", "PATCH" */
	const char *url;             /* whole */
	const struct secret *bearer; /* NULL: none */
	const char *if_none_match;   /* NULL: none */
	const char *if_match;        /* NULL: none */
	const char *body;            /* JSON; NULL: none */
	size_t body_bytes;
	size_t answer_max_bytes; /* more is a failure, not an answer */
	int64_t deadline_ms;     /* from now; the whole exchange */
};

enum transport_end {
	TRANSPORT_ANSWERED,    /* a whole HTTP answer, whatever its status */
	TRANSPORT_UNREACHABLE, /* no name, refused, reset, no route */
	TRANSPORT_TIMEOUT,
	TRANSPORT_UNTRUSTED, /* TLS: certificate, name, pin */
	TRANSPORT_BROKEN,    /* half an answer, too large, not HTTP */
	TRANSPORT_MISSING,   /* the HTTP library cannot be loaded */
};

struct transport_answer {
	enum transport_end end;
	int status;               /* ANSWERED */
	const char *content_type; /* ANSWERED; "" when none */
	const char *etag;         /* "" when none */
	const char *link;         /* of the last one (RFC 8288); "" when none */
	const char *body;         /* NUL-terminated behind body_bytes */
	size_t body_bytes;
	int64_t retry_after_ms; /* 0: none */
	const char *why;        /* not ANSWERED: one line for the person */
};

/* The answer is borrowed for the call. New requests may be started in it. */
typedef void
transport_on_answer(void *ctx, const struct transport_answer *answer);

struct transport_ops {
	/*
	 * One line why nobody can answer at this URL right now, when that is
	 * plain without trying (refused at once, no network at all), else
	 * NULL. Cheap: loads nothing. Asked before keyring and library are.
	 */
	const char *(*unreachable)(void *self, const char *url);
	/* Copies what it needs. Returns a ticket > 0. */
	int (*start)(void *self, const struct transport_request *request,
		transport_on_answer *on_answer, void *ctx);
	/* No on_answer after this. Unknown tickets are fine. */
	void (*cancel)(void *self, int ticket);
};

struct transport {
	const struct transport_ops *ops;
	void *self;
};

#endif
