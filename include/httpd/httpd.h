#ifndef HTTPD_HTTPD_H
#define HTTPD_HTTPD_H

/*
 * The HTTP server: sockets and HTTP/1.1 on one side, struct request and struct
 * reply on the other. One thread per connection, since a handler waits for the
 * commit that its answer stands for.
 *
 * It is strict before a handler runs: framing that two readers could read
 * differently is 400 and close, a body is measured before it is read, a
 * request that does not end in time is cut. A connection too many takes the
 * place of an idle one of the address that has most; where nobody is idle it
 * is answered 503 with Retry-After.
 */

#include "port/httpd.h"

/* The members of struct httpd_ops of these names. */
int httpd_open(const struct httpd_options *options, struct httpd **httpd_out,
	struct err *err);
const char *httpd_url(const struct httpd *httpd);
int httpd_reload(struct httpd *httpd, struct err *err);
bool httpd_alive(struct httpd *httpd);
void httpd_close(struct httpd **httpd, int within_ms);

#endif
