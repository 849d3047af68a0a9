#ifndef BASE_INI_H
#define BASE_INI_H

/*
 * A strict subset of INI: `[section]`, `key = value`, whole-line comments (#
 * or ;), UTF-8, lines up to 4 KiB, no continuation, no quoting. Anything else
 * is an error that names file and line. (A NUL ends the text: whoever loads a
 * file refuses one that holds NULs, or what stands behind would be ignored.)
 */

#include "base/err.h"

struct ini_entry {
	const char *file;    /* as given, for messages */
	int line;            /* from 1 */
	const char *section; /* "" before the first one */
	const char *key;
	const char *value; /* trimmed */
};

/* Return -1 with err set to stop; ini_parse puts "file:line: " before it. */
typedef int
ini_on_entry(void *ctx, const struct ini_entry *entry, struct err *err);

/*
 * Calls on_entry for each entry of a NUL-terminated text; the entry lasts for
 * the call. Names are of letters, digits and . _ -; a section or a key of one
 * section twice is an error. ERR_CONFIG with "file:line: what is wrong".
 */
int ini_parse(const char *file, const char *text, ini_on_entry *on_entry,
	void *ctx, struct err *err);

#endif
