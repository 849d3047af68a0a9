#ifndef CORE_NAME_H
#define CORE_NAME_H

/*
 * What people are called: a given and a family name, one of which may be
 * empty. Shown "Dana Whitfield", sorted "Whitfield, Dana". A shown name and
 * the length of the given one within it hold both.
 */

#include <stdint.h>

#include "base/str.h"

#define NAME_PART_BYTES 128 /* of each, with its NUL */
#define NAME_BYTES 257      /* of any shown name: of places and work, too */

/*
 * Writes the shown name of two parts, each shorter than NAME_PART_BYTES;
 * *given_len_out gets how much of it is the given name.
 */
void name_show(const char *given, const char *family, char name_out[NAME_BYTES],
	uint8_t *given_len_out);

/* The given name of a shown one. */
void name_given(
	const char *name, uint8_t given_len, char given_out[NAME_PART_BYTES]);

/* The family name of a shown one: its end, "" when there is none. */
const char *name_family(const char *name, uint8_t given_len);

/* Appends the name as it is sorted. */
void name_sorted(struct str *out, const char *name, uint8_t given_len);

#endif
