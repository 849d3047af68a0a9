#ifndef APP_EXPLAIN_H
#define APP_EXPLAIN_H

/*
 * Where the time of a punch comes from, for the person who pressed: what this
 * machine claimed, what the service made of it and how, between which moments
 * it is proven, and what was noted (connect-rules(7), Proven interval).
 */

#include "base/str.h"
#include "calendar/zone.h"
#include "port/store.h"

/* Several lines, each ending in a newline; times in `zone` (NULL: UTC), to the
 * second. What is not known yet is left out. */
void explain_words(struct str *out, const struct kept_punch *kept,
	const struct zone *zone);

/* One flag of a time (core/restate.h), and one method, in words; every one has
 * some. */
const char *explain_flag(enum restate_flag flag);
const char *explain_method(enum restate_method method);

#endif
