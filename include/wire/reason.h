#ifndef WIRE_REASON_H
#define WIRE_REASON_H

/* Why somebody decided as they did: {"reason"}, or {} where none is needed. */

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#define WIRE_REASON_BYTES 513

struct wire_reason {
	char text[WIRE_REASON_BYTES]; /* "": none */
};
void wire_reason_encode(const struct wire_reason *reason, struct str *out);
int wire_reason_decode(const char *bytes, size_t len,
	struct wire_reason *reason_out, struct err *err);

#endif
