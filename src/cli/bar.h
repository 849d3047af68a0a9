#ifndef CLI_BAR_H
#define CLI_BAR_H

/* The state as one line in somebody else's status bar. */

#include "base/str.h"
#include "core/clock.h"

/* The bars that are known, for a table of words. */
extern const char *const bar_words[];

/*
 * Appends a line of cleaned words as this bar wants it: what it would take for
 * commands of its own is escaped.
 */
void bar_add(struct str *out, const char *bar, const char *line,
	enum clock_mode mode);

#endif
