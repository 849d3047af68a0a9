#ifndef WIRE_FORM_H
#define WIRE_FORM_H

/* Requests that are forms (RFC 6749, appendix B) as the JSON that they would
 * be, so that one decoder reads both. */

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Appends to `out` an object of texts. Parameters that are not among the
 * names (which end with NULL), and those without a value, are as good as
 * absent (RFC 6749, 3.2). ERR_DATA when it is malformed; a name that is there
 * twice is left to the reader of the JSON. Wipe `out`: there may be secrets.
 */
int form_to_json(const char *bytes, size_t len, const char *const *names,
	struct str *out, struct err *err);

#endif
