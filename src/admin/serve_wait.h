#ifndef ADMIN_SERVE_WAIT_H
#define ADMIN_SERVE_WAIT_H

/* What the main thread does while others serve: waits for signals. */

#include <signal.h>

#include "admin/admin.h"
#include "port/httpd.h"

/* These signals come to serve_wait alone; call it before threads begin. */
void serve_wait_block(sigset_t *signals);

/*
 * Says that the service is there, loads the TLS files anew on SIGHUP, tells
 * whoever watches that it lives; returns when it is to stop.
 */
void serve_wait(const struct admin_host *host, struct httpd *httpd,
	const sigset_t *signals);

#endif
