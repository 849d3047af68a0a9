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

struct recompute {
	struct db *db;
	struct id company;
	const struct zone *zone;      /* the company's */
	struct recompute_fork *forks; /* one of each that does; yours to free */
	size_t fork_count, fork_cap;
	bool differs;
	/* The first difference: */
	int64_t seq; /* of the row of the chain, 0: of none */
	char what[160];
};

/* Adds what the chain says of a fork. */
void recompute_add_fork(
	struct recompute *recompute, const struct id *enrolment, int64_t from);

/* Compares; what differs is told, and no error. */
int recompute_orders(struct recompute *recompute, struct err *err);
int recompute_clocks(struct recompute *recompute, struct err *err);

/* Notes a difference, the first alone. */
void __attribute__((format(printf, 3, 4))) recompute_note(
	struct recompute *recompute, int64_t seq, const char *format, ...);

#endif
