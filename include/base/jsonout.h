#ifndef BASE_JSONOUT_H
#define BASE_JSONOUT_H

/*
 * Writing JSON (RFC 8259) straight into a string, in the order of the calls:
 * no tree, no allocation of its own. Reading it is the wire layer's.
 * A NULL key stands for an array element or the outermost value.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/str.h"

struct jsonout {
	struct str *out;
	bool comma; /* the next value wants one before it */
};

/* Begins writing at the end of `out`. */
void jsonout_init(struct jsonout *json, struct str *out);

/* Opens and closes an object. */
void jsonout_object(struct jsonout *json, const char *key);
void jsonout_object_end(struct jsonout *json);

/* Opens and closes an array. */
void jsonout_array(struct jsonout *json, const char *key);
void jsonout_array_end(struct jsonout *json);

/* A string value, escaped, with what text_clean would escape; invalid UTF-8
 * bytes become U+FFFD. */
void jsonout_text(struct jsonout *json, const char *key, const char *text);

/* A number, true or false, null. */
void jsonout_int(struct jsonout *json, const char *key, int64_t value);
void jsonout_bool(struct jsonout *json, const char *key, bool value);
void jsonout_null(struct jsonout *json, const char *key);

/* A value that is JSON already. */
void jsonout_json(struct jsonout *json, const char *key, const char *value);

/* An id as text, null when it is nil. */
void jsonout_id(struct jsonout *json, const char *key, const struct id *id);

#endif
