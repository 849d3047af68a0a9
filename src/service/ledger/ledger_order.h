#ifndef SERVICE_LEDGER_LEDGER_ORDER_H
#define SERVICE_LEDGER_LEDGER_ORDER_H

/* The order of an enrolment's presses, applied to what a group adds. */

#include "clock_fold.h"
#include "ledger_job.h"

/*
 * Orders the rows that the job added (from `first` on, `count` of them), where
 * nothing that stands is moved by it; else notes them as late, with the times
 * that they have by themselves. Wants its state as before.
 */
void ledger_order_new(
	struct ledger_job *job, struct ledger_rows *rows, size_t first);

/*
 * Orders what came late, with what stands around it: moves the rows of the
 * timeline that it moves, and tells the folds. Wants the group's rows inserted.
 */
int ledger_order_late(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct clock_folds *folds, struct err *err);

#endif
