#ifndef CORE_ORDER_H
#define CORE_ORDER_H

/*
 * The order of one enrolment's presses is a fact (connect-rules(7), Order):
 * number n was pressed before number n + 1, whatever their clocks say. The
 * ledger keeps each press as it was restated; this is applied when reading.
 *
 *  - A later press is lifted to the time of the one before it, never past its
 *    own not-after. One that was lifted, here or to its not-before, takes with
 *    it those later ones of its boot that go by the wall clock, at their
 *    distances on the boot clock: an exact one stands by itself.
 *  - A press by the wall clock moves no exact one: it is clamped to the next
 *    exact press instead, but not before its own not-before. That is proven,
 *    so the exact ones behind it are lifted to it.
 *  - From a fork on, numbers of two branches tell nothing of each other: those
 *    presses only stand behind the last exact one before the fork.
 *  - No press is moved earlier for any other reason.
 *  - A chosen time is never lifted: its press stands in the order, and the
 *    chosen time counts, at most at its press.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* So far a press is lifted to the one before it without a flag: of processes
 * that press at once, the first to be numbered need not be the first pressed.
 */
#define ORDER_NEAR_MS 1000

struct order_item {
	int64_t number;
	struct id id;
	int64_t restated_ms; /* of the press, inside its bounds */
	bool is_exact;       /* see restate_is_exact */
	int64_t not_before_ms;
	int64_t not_after_ms;
	struct id boot;
	int64_t boottime_ms;
	int64_t wall_ms; /* claimed */
	bool is_void;    /* bears no RESTATE_DIFFERS */
	bool has_chosen;
	int64_t chosen_ms;
	unsigned flags; /* of the ledger's row; those of the order are added:
			   LIFTED, CLAMPED, FUTURE of a chosen time, DIFFERS */
	/* out: */
	int64_t press_ms; /* in the order */
	int64_t at_ms;    /* the time that counts */
};

/* Where the order stands behind a press: all that a later one needs. */
struct order_point {
	int64_t number;   /* 0: before the first */
	int64_t press_ms; /* nothing behind it comes before this */
	bool is_exact;    /* its press is, or it lies behind a fork */
	bool is_lifted;   /* its press was */
	struct id boot;   /* of its press */
	int64_t boottime_ms;
	int64_t proven_ms; /* of the inexact ones since the last exact one: what
			      follows is later; 0: there are none */
};

/*
 * Applies the order to n items, which stand in order of number; those of one
 * number are a fork's branches. `from` (NULL: the first of all) is the point
 * behind the numbers before them, one where the order can be taken up with
 * them. fork_from: the lowest number that two presses have, INT64_MAX when
 * there is none. Fills press_ms and at_ms and adds flags; to_out (may be NULL)
 * gets the point behind the last.
 */
void order_run(const struct order_point *from, struct order_item *items,
	size_t n, int64_t fork_from, struct order_point *to_out);

/* The point behind an item that has its press_ms, before any fork. */
struct order_point order_point_behind(const struct order_item *item);

/*
 * Whether what comes behind this point can no longer clamp what lies before
 * it: then the order can be taken up here, with whatever comes.
 */
bool order_is_settled(const struct order_point *point);

/*
 * Whether the order can be taken up at this point with these items: elsewhere
 * than at a settled one as long as none is exact or of a fork, for such clamp
 * none, and stand by the one before.
 */
bool order_goes_on(const struct order_point *point,
	const struct order_item *items, size_t n, int64_t fork_from);

#endif
