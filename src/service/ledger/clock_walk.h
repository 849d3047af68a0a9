#ifndef SERVICE_LEDGER_CLOCK_WALK_H
#define SERVICE_LEDGER_CLOCK_WALK_H

/* An employee's clock, folded on from a point: a point for each part of a date
 * (point_rows.h) that is touched. The rules are the company's. */

#include "point_rows.h"

/* Told each point, in their order. */
struct clock_walk_sink {
	void (*on_point)(void *ctx, const struct point *point);
	void *ctx;
};

/* Folds n events on, in any order; the point comes to stand behind them. */
void clock_walk_events(struct point *point, const struct clock_rules *rules,
	const struct clock_event *events, size_t n,
	const struct clock_walk_sink *sink);

/* Folds on all that the timeline has behind the point: comes out as one fold
 * of it all, however much it is. */
int clock_walk_on(struct db *db, struct point *point,
	const struct clock_rules *rules, const struct clock_walk_sink *sink,
	struct err *err);

#endif
