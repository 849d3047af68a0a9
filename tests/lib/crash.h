#ifndef TESTS_LIB_CRASH_H
#define TESTS_LIB_CRASH_H

/*
 * A process that records and tells each confirmed id through a pipe, and the
 * comparison of what it told with what is in the journal afterwards.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

/* What the recording process does wrong on purpose, to prove the harness. */
enum crash_bug {
	CRASH_NO_BUG,
	CRASH_EARLY,  /* confirms before it has recorded */
	CRASH_NORMAL, /* synchronous=NORMAL */
};

/* What was confirmed so far, over all rounds. */
struct crash_ids {
	struct id *ids;
	size_t count;
	size_t cap;
};

/* Records into the journal in `dir` until it is ended, confirming on fd. */
_Noreturn void crash_record(const char *dir, int fd, enum crash_bug bug);

/* Reads confirmed ids until there are `enough` or none comes within
 * timeout_ms (-1: until the other end closes). */
void crash_read(struct crash_ids *ids, int fd, size_t enough, int timeout_ms);

struct crash_result {
	size_t missing;  /* confirmed, not in the journal */
	size_t twice;    /* confirmed, in the journal more than once */
	size_t unsound;  /* links that do not fit, numbers that are missing */
	size_t recorded; /* punches in the journal */
};

/* Opens the journal and compares. ERR_* of journal_open. */
int crash_compare(const char *dir, const struct crash_ids *ids,
	struct crash_result *result_out, struct err *err);

#endif
