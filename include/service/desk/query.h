#ifndef SERVICE_DESK_QUERY_H
#define SERVICE_DESK_QUERY_H

/* The arguments of a request's address: "since=…&limit=10", each once, known
 * names only. */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define QUERY_VALUE_BYTES 257 /* the longest name, and the NUL */

struct query_argument {
	const char *name;
	char value[QUERY_VALUE_BYTES]; /* "" when it is not there */
};

/*
 * Reads percent-encoded arguments into the n that are known. ERR_DATA names
 * one that is unknown, there twice, too long, or not valid text.
 */
int query_parse(const char *query, struct query_argument *arguments, size_t n,
	struct err *err);

/* Whether it is "true"; not when it is "false" or not there. ERR_DATA
 * otherwise.
 */
int query_flag(
	const struct query_argument *argument, bool *flag_out, struct err *err);

#endif
