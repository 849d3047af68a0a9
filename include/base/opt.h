#ifndef BASE_OPT_H
#define BASE_OPT_H

/*
 * Command-line options from a table: the table is the parser and the help.
 * Long names must be exact (no abbreviations); options may stand before and
 * after operands; "--" ends them; "--name=value" and "--name value" are one.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct opt {
	const char *name; /* long name, without the dashes */
	char letter;      /* 0 when there is none */
	const char *arg;  /* name of its value, NULL for a switch */
	const char *help; /* one line */
};

/* Called for each option in order; value is NULL for a switch. */
typedef int opt_on_option(
	void *ctx, const struct opt *opt, const char *value, struct err *err);

struct opt_call {
	const struct opt *table; /* ends with an entry whose name is NULL */
	opt_on_option *on_option;
	void *ctx;
};

/*
 * Parses argv[1..argc). Operands are left in argv[1..1 + *operands_out).
 * ERR_USAGE on an unknown option, a missing or a superfluous value.
 */
int opt_parse(const struct opt_call *call, int argc, char **argv,
	int *operands_out, struct err *err);

/* Appends the table as aligned help lines. */
void opt_help(const struct opt *table, struct str *out);

/* A decimal integer between min and max, nothing behind it. ERR_USAGE. */
int opt_int(const char *text, long long min, long long max,
	long long *value_out, struct err *err);

#endif
