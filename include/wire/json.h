#ifndef WIRE_JSON_H
#define WIRE_JSON_H

/*
 * JSON, strictly (RFC 8259, I-JSON RFC 7493): nothing reaches the library
 * before it passed json_scan. Reading is by a cursor over one object that
 * remembers the first error with its JSON pointer.
 */

#include <stddef.h>

#include "base/err.h"

#define JSON_MAX_DEPTH 32

struct json_limits {
	size_t bytes;
	size_t members; /* values in all */
};

/*
 * Whether these bytes are one JSON value: grammar, UTF-8, no lone surrogates,
 * no NUL escape, no duplicate member names, depth, number of values, numbers
 * finite. ERR_DATA with the byte offset.
 */
int json_scan(const char *bytes, size_t len, const struct json_limits *limits,
	struct err *err);

#endif
