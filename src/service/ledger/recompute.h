#ifndef SERVICE_LEDGER_RECOMPUTE_H
#define SERVICE_LEDGER_RECOMPUTE_H

/*
 * What follows from the chain of a company (times in their order, clocks, where
 * enrolments stand) is worked out again, and compared with what is kept.
 */

#include "calendar/zone.h"
#include "db/db.h"

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

struct recompute {
	struct db *db;
	struct id company;
	const struct zone *zone;      /* the company's */
	struct recompute_fork *forks; /* one of each that does; yours to free */
	size_t fork_count, fork_cap;
	/* In the order of the chain, then by punch; yours to free. */
	struct recompute_decision *decisions;
	size_t decision_count, decision_cap;
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

/* Compares; what differs is told, and no error. Decisions come first, and what
 * no punch took of them when the orders have been. */
int recompute_decisions(struct recompute *recompute, struct err *err);
void recompute_untaken(struct recompute *recompute);
int recompute_orders(struct recompute *recompute, struct err *err);
int recompute_clocks(struct recompute *recompute, struct err *err);

/* Notes a difference, the first alone. */
void __attribute__((format(printf, 3, 4))) recompute_note(
	struct recompute *recompute, int64_t seq, const char *format, ...);

#endif
