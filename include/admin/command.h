#ifndef ADMIN_COMMAND_H
#define ADMIN_COMMAND_H

/*
 * The sub-commands of connectd. Each is one table of options and a function;
 * the parser and the help come from the table.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/opt.h"

struct db_driver;
struct httpd_ops;
struct zone;

#define COMMAND_OPTIONS_MAX 16

/* What a command needs of the machine; the program hands it in. */
struct command_host {
	int64_t (*now_ms)(void *ctx); /* Unix time; ctx is NULL */
	int (*zone)(const char *name, struct zone **zone_out, struct err *err);
	const struct db_driver *const *drivers; /* as in struct db_source */
	const struct httpd_ops *httpd;          /* for serve alone */
	FILE *in;
	FILE *out;
};

struct command {
	const char *name;
	const char *synopsis;      /* what stands behind the name */
	const char *summary;       /* one line */
	const struct opt *options; /* ends with a NULL name */
	/* values[i] is of options[i]: NULL when it was not given, "" for a
	 * switch. Returns 0, or -1 with err set. */
	int (*run)(const struct command_host *host, const char *const *values,
		struct err *err);
};

/*
 * Reads argv[1..] by the command's table and runs it, or prints its help.
 * Returns 0, or -1 with err set.
 */
int command_main(const struct command *command, const struct command_host *host,
	int argc, char **argv, struct err *err);

/* ERR_USAGE naming the option when it was not given. */
int command_need(const struct command *command, const char *const *values,
	int index, struct err *err);

/* The number of an option, `fallback` when it was not given. ERR_USAGE. */
int command_int(const struct opt *opt, const char *value, long long fallback,
	long long *value_out, struct err *err);

/* A company and its first administrator. */
extern const struct command command_init;

/* Brings the database up to date. */
extern const struct command command_migrate;

/* Checks the ledgers' hash chains. */
extern const struct command command_verify;

/* A small believable company. */
extern const struct command command_sample_data;

/* Serves until SIGTERM or SIGINT, then answers what is there and ends. */
extern const struct command command_serve;

#endif
