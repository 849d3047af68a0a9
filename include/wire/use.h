#ifndef WIRE_USE_H
#define WIRE_USE_H

/* On how much recorded time the name of a location, or of a cost code, stands:
 * {"records", "since", "whole"}. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct wire_use {
	int64_t records;
	int64_t since_ms; /* the earliest of them; 0: there are none */
	bool whole;       /* else only the newest punches were looked through */
};
void wire_use_encode(const struct wire_use *use, struct str *out);

/* Reads such an answer. ERR_DATA. */
int wire_use_decode(const char *bytes, size_t len, struct wire_use *use_out,
	struct err *err);

#endif
