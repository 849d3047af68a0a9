#ifndef CORE_CORRECTION_H
#define CORE_CORRECTION_H

/*
 * Corrections: what somebody said of a punch afterwards. They act on the facts
 * before the fold (core/time_fold.h), so that states, records, meals and
 * overtime follow as from any other punch: connect-rules(7), Corrections.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/time_fold.h"

/* X(name, number on disk, name on the wire) */
#define CORRECTIONS(X)                                                         \
	X(ADD, 0, "add")       /* a punch that is missing */                   \
	X(CHANGE, 1, "change") /* its time, its job */                         \
	X(REMOVE, 2, "remove") /* its effect; it stays in the ledger */

enum correction_kind {
#define X(name, number, wire) CORRECTION_##name = (number),
	CORRECTIONS(X)
#undef X
};

struct correction {
	struct id id; /* ADD: of the punch that it adds as well */
	enum correction_kind kind;
	enum punch_kind punch; /* ADD: what it adds, no VOID */
	/* CHANGE, REMOVE: of which punch. One that was added has no enrolment.
	 */
	struct id enrolment;
	struct id target;
	bool has_at;
	int64_t at_ms; /* ADD: always */
	bool has_job;
	struct id location;
	struct id cost_code;
};

/*
 * Applies n corrections in the order in which they were made: a later one goes
 * over an earlier one, and what was removed stays so. `facts` has room for n
 * more than count; the new count is returned. One of a punch that is not there
 * does nothing.
 */
size_t correction_apply(const struct correction *corrections, size_t n,
	struct time_fact *facts, size_t count);

#endif
