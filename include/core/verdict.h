#ifndef CORE_VERDICT_H
#define CORE_VERDICT_H

/* What the service says to one punch: connect-rules(7), Results. */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "core/restate.h"

#define VERDICT_DETAIL_BYTES 256
#define VERDICT_PROBLEM_BYTES 48

/* The detail of what was held for review and declined: it stays DUPLICATE of a
 * QUARANTINED one, and nobody decides any more. */
#define VERDICT_DECLINED "It was declined, and does not count."

/* X(name, number on disk, name on the wire) */
#define VERDICTS(X)                                                            \
	X(RECORDED, 0, "recorded")                                             \
	X(QUARANTINED, 1, "quarantined")                                       \
	X(DUPLICATE, 2, "duplicate")                                           \
	X(REFUSED, 3, "refused")

enum verdict_kind {
#define X(name, number, wire) VERDICT_##name = (number),
	VERDICTS(X)
#undef X
};

struct verdict {
	struct id punch;
	enum verdict_kind kind;
	/* DUPLICATE: what was answered the first time, which holds. */
	enum verdict_kind first;
	int64_t ledger_seq;         /* the service's number; 0 when REFUSED */
	int64_t at_ms;              /* effective time; 0 when REFUSED */
	unsigned flags;             /* enum restate_flag */
	unsigned causes;            /* QUARANTINED: enum cause */
	enum restate_method method; /* how at_ms was found */
	/* Its proven interval: pressed not before, not after; 0: unknown. */
	int64_t not_before_ms;
	int64_t not_after_ms;
	/* REFUSED: a name of core/problem.h, and the reason in words for
	 * people (foreign text: clean it to show it). */
	char problem[VERDICT_PROBLEM_BYTES];
	char detail[VERDICT_DETAIL_BYTES];
};

/* The wire name. */
const char *verdict_name(enum verdict_kind kind);

#endif
