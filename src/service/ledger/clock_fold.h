#ifndef SERVICE_LEDGER_CLOCK_FOLD_H
#define SERVICE_LEDGER_CLOCK_FOLD_H

/*
 * The clocks of the employees that a group of deliveries touches: folded on
 * from where they stand, or again from the last point before what came late.
 * The same fold as the panel's (core/clock.h).
 */

#include "point_rows.h"
#include "timeline_rows.h"

struct clock_fold {
	struct point point;              /* the last one, as loaded */
	const struct clock_rules *rules; /* the company's */
	struct clock_event *events;      /* new, in no order */
	const struct punch **punches;    /* and what each is of */
	size_t count, cap, punch_cap;
	bool redo; /* from redo_ms on */
	int64_t redo_ms;
};

struct clock_folds {
	struct clock_fold *folds;
	size_t count, cap;
	size_t sorted; /* so many stand in order: those known from the start */
	struct point *saved; /* to be written */
	size_t saved_count, saved_cap;
};

/* Frees all. */
void clock_folds_release(struct clock_folds *folds);

/* Notes that an employee's clock may be wanted, before clock_folds_sort; after
 * it only clock_folds_add and _redo find it. */
void clock_folds_want(struct clock_folds *folds, const struct id *company,
	const struct id *employee);
void clock_folds_sort(struct clock_folds *folds);

/* A new punch that counts; it must last as long as the folds. */
void clock_folds_add(struct clock_folds *folds, const struct timeline_row *row,
	const struct punch *punch);

/* Something of this row's employee moved: fold again from at_ms on. */
void clock_folds_redo(struct clock_folds *folds, const struct timeline_row *row,
	int64_t at_ms);

/* All clocks of a company run by its rules, which must last as long. */
void clock_folds_set_rules(struct clock_folds *folds, const struct id *company,
	const struct clock_rules *rules);

/* Folds all; wants the timeline written, and rules set. Then `saved` is to be
 * written. */
int clock_folds_run(struct clock_folds *folds, struct db *db, struct err *err);

#endif
