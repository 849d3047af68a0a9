#ifndef SERVICE_LEDGER_RECOMPUTE_H
#define SERVICE_LEDGER_RECOMPUTE_H

/*
 * What follows from the chain of a company (times in their order, clocks, where
 * enrolments stand) is worked out again, and compared with what is kept.
 */

#include "core/clock.h"
#include "crypto/hash.h"
#include "db/db.h"
#include "service/company/audit.h"
#include "timeline_rows.h"

/* What the chain says of an enrolment that forks. */
struct recompute_fork {
	struct id enrolment;
	int64_t from; /* number */
};

/* What it says of a punch that was held. */
struct recompute_decision {
	int64_t punch;      /* the seq of its row */
	int64_t change_seq; /* of the decision's */
	bool accepted;
	bool taken; /* by the punch, when that was come to */
};

/* What it says of a punch afterwards. */
struct recompute_correction {
	int64_t change_seq;
	struct hash said; /* of what its row of the chain says */
	/* As kept, which is the same: */
	int64_t punch;
	struct timeline_row line; /* what it makes of the punch */
	bool adds;
	bool follows; /* the order again: one before it ends */
	bool taken;   /* by the punch, when that was come to */
};

/* What it says of a card that is approved, or a period that is closed. */
struct recompute_standing {
	int64_t change_seq;
	struct id employee; /* nil: a period */
	int32_t first, last;
	int level;
	struct id author;
	int64_t at_ms;
};

struct recompute {
	struct db *db;
	struct id company;
	const struct clock_rules *rules; /* the company's */
	struct recompute_fork *forks; /* one of each that does; yours to free */
	size_t fork_count, fork_cap;
	/* In the order of the chain, then by punch; yours to free. */
	struct recompute_decision *decisions;
	size_t decision_count, decision_cap;
	/* Likewise. */
	struct recompute_correction *corrections;
	size_t correction_count, correction_cap;
	/* What stands by the chain, in its order. */
	struct recompute_standing *standings;
	size_t standing_count, standing_cap;
	bool differs;
	/* The first difference: */
	int64_t seq; /* of the row of the chain, 0: of none */
	char what[160];
};

/* Adds what the chain says of a fork. */
void recompute_add_fork(
	struct recompute *recompute, const struct id *enrolment, int64_t from);

/* Adds what the chain says of a punch that was held. */
void recompute_add_decision(
	struct recompute *recompute, const struct recompute_decision *decision);

/* Whether the punch of this seq, which was held, was accepted; it is taken. */
bool recompute_accepts(struct recompute *recompute, int64_t seq);

/* Adds a change of the chain, if it is a correction. */
void recompute_add_correction(
	struct recompute *recompute, const struct audit_row *row);

/* Adds a change of the chain, if it approves or closes, or takes that back. */
void recompute_add_standing(
	struct recompute *recompute, const struct audit_row *row);

/* What corrections make of a line as the order has it; they are taken. */
void recompute_correct(struct recompute *recompute, struct timeline_row *line);

/* Compares; what differs is told, and no error. Decisions and
 * corrections come first, and what no punch took of them when the orders have
 * been. */
int recompute_decisions(struct recompute *recompute, struct err *err);
int recompute_corrections(struct recompute *recompute, struct err *err);
void recompute_untaken(struct recompute *recompute);
int recompute_added(struct recompute *recompute, struct err *err);
int recompute_standings(struct recompute *recompute, struct err *err);
int recompute_orders(struct recompute *recompute, struct err *err);
int recompute_clocks(struct recompute *recompute, struct err *err);

/* Notes a difference, the first alone. */
void __attribute__((format(printf, 3, 4))) recompute_note(
	struct recompute *recompute, int64_t seq, const char *format, ...);

#endif
