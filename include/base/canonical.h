#ifndef BASE_CANONICAL_H
#define BASE_CANONICAL_H

/*
 * Bytes for a hash, the same on every machine and for ever: ids as 16 bytes,
 * numbers as 8 with the highest first, texts with their NUL, which no text
 * holds, so that no two lists of values look alike.
 */

#include <stdint.h>

#include "base/id.h"
#include "base/str.h"

/* Appends an id, a number, a text. */
void canonical_id(struct str *out, const struct id *id);
void canonical_int(struct str *out, int64_t value);
void canonical_text(struct str *out, const char *text);

#endif
