#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

/* How far long work has come, in words for people. */

#include <stdint.h>

#include "base/str.h"

struct progress {
	int64_t done;
	int64_t total;      /* 0: nobody knows */
	int64_t elapsed_ms; /* since it began */
};

/*
 * Appends "37 %, about 2 min left", without an estimate as long as there is
 * nothing to go by, and "1234" where the total is not known.
 */
void progress_words(struct str *out, const struct progress *progress);

#endif
