#ifndef PORT_HTTPD_H
#define PORT_HTTPD_H

/*
 * The HTTP server that the service stands behind: it reads requests, has them
 * answered on many threads, and writes the replies.
 */

#include <stdbool.h>

#include "base/err.h"

struct request;
struct reply;

/* The texts stay the caller's, and there, as long as the server is. */
struct httpd_options {
	/* "HOST:PORT" or "[ADDRESS]:PORT"; port 0 takes a free one. NULL: on
	 * listen_fd, a socket that listens already, ours from now on. */
	const char *listen;
	int listen_fd;
	/* Plain HTTP beyond loopback is meant, and X-Forwarded-For is true
	 * where a proxy says it: one on this machine, or of these addresses
	 * and networks, "192.0.2.7,10.1.0.0/16" or NULL. */
	bool behind_proxy;
	const char *proxies;
	const char *tls_cert; /* PEM files, both or none (NULL) */
	const char *tls_key;
	/* At once, as far as there are descriptors; one more takes the place of
	 * an idle one, or is answered 503. */
	int connections;
	int head_ms;    /* a request's head must be there within */
	int request_ms; /* and all of it, and its answer, within */
	/* Answers one request; called from many threads. */
	void (*on_request)(
		void *ctx, const struct request *request, struct reply *reply);
	void *ctx;
	/* Of a TLS file that is served with all the same; may be NULL. */
	void (*on_doubt)(const char *file, const char *why);
};

struct httpd;

struct httpd_ops {
	/*
	 * Binds and begins to answer. ERR_CONFIG when plain HTTP would leave
	 * this machine unasked or a TLS file is not valid, ERR_USAGE for a
	 * malformed address, ERR_UNAVAILABLE when it cannot be bound.
	 */
	int (*open)(const struct httpd_options *options,
		struct httpd **httpd_out, struct err *err);
	/* "http://127.0.0.1:8080", with the port that was taken; borrowed. */
	const char *(*url)(const struct httpd *httpd);
	/*
	 * Loads the TLS files anew, for connections to come; those that are
	 * there go on. After an error, ERR_CONFIG, all is as before.
	 */
	int (*reload)(struct httpd *httpd, struct err *err);
	/* Whether it still accepts, as of the call before: it is asked now and
	 * has to answer until the next one. */
	bool (*alive)(struct httpd *httpd);
	/*
	 * Stops accepting, lets requests that are there be answered for at
	 * most within_ms, closes all. NULL is fine.
	 */
	void (*close)(struct httpd **httpd, int within_ms);
};

#endif
