#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

/*
 * connectd's commands: a table each, of what it takes, and a function. Data
 * goes to `out`, errors to stderr.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct db_driver;
struct httpd_ops;
struct manager_ops;
struct mailer_maker;
struct zone;

/* What the commands need of the machine; the program hands it in. */
struct admin_host {
	int64_t (*now_ms)(void *ctx); /* Unix time; ctx is NULL */
	int (*zone)(const char *name, struct zone **zone_out, struct err *err);
	const struct db_driver *const *drivers; /* as in struct db_source */
	const struct db_driver *const *files;   /* those that are files */
	const struct httpd_ops *httpd;          /* for serve alone */
	const struct mailer_maker *mailer;      /* likewise */
	const struct manager_ops *manager;
	FILE *in;
	FILE *out;
};

/* Runs argv; returns the exit code (base/err.h). Prints its own errors. */
int admin_run(struct admin_host *host, int argc, char **argv);

#endif
