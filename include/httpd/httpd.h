#ifndef HTTPD_HTTPD_H
#define HTTPD_HTTPD_H

/*
 * The HTTP server: sockets and HTTP/1.1 on one side, struct request and struct
 * reply on the other. One thread per connection, since a handler waits for the
 * commit that its answer stands for.
 *
 * It is strict before a handler runs: framing that two readers could read
 * differently is 400 and close, a body is measured before it is read, a
 * request that does not end in time is cut. Too many connections are answered
 * 503 with Retry-After.
 */

#include <stdbool.h>

#include "base/err.h"
#include "service/service.h"

struct httpd_options {
	/* "HOST:PORT" or "[ADDRESS]:PORT"; port 0 takes a free one. */
	const char *listen;
	/* Plain HTTP beyond loopback is meant, and X-Forwarded-For is true. */
	bool behind_proxy;
	const char *tls_cert; /* PEM files, both or none (NULL) */
	const char *tls_key;
	int connections; /* at once; more are answered 503 */
	int head_ms;     /* a request's head must be there within */
	int request_ms;  /* and all of it, and its answer, within */
	/* Answers one request; called from many threads. */
	void (*on_request)(
		void *ctx, const struct request *request, struct reply *reply);
	void *ctx;
};

struct httpd;

/*
 * Binds and begins to answer. ERR_CONFIG when plain HTTP would leave this
 * machine unasked or a TLS file is not valid, ERR_USAGE for a malformed
 * address, ERR_UNAVAILABLE when it cannot be bound.
 */
int httpd_open(const struct httpd_options *options, struct httpd **httpd_out,
	struct err *err);

/* "http://127.0.0.1:8080", with the port that was taken; borrowed. */
const char *httpd_url(const struct httpd *httpd);

/*
 * Stops accepting, lets requests that are there be answered for at most
 * within_ms, closes all. NULL is fine.
 */
void httpd_close(struct httpd **httpd, int within_ms);

#endif
