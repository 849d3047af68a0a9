#include "refold.h"

#include "clock_fold.h"
#include "ledger_rows.h"
#include "service/company/company_clock.h"

int
refold_beginning(struct db *db, const struct timeline_row *row,
	int64_t *from_ms_out, struct err *err)
{
	struct ledger_row ledger;
	struct punch punch;
	int64_t undone_ms;

	*from_ms_out = row->at_ms;
	if (id_is_nil(&row->enrolment))
		return 0; /* a correction added it */
	if (ledger_rows_find(
		    db, &row->company, row->seq, &punch, &ledger, err) < 0)
		return -1;
	if (punch.kind != PUNCH_VOID)
		return 0;
	if (timeline_rows_when(db, &row->company, &punch, &undone_ms, err) < 0)
		return -1;
	if (undone_ms >= 0 && undone_ms < row->at_ms)
		*from_ms_out = undone_ms;
	return 0;
}

static int
run(struct db *db, struct zones *zones, const struct timeline_row *row,
	struct clock_folds *folds, struct err *err)
{
	struct company_clock clock;
	int rc;

	if (company_clock_load(db, zones, &row->company, &clock, err) < 0)
		return -1;
	clock_folds_set_rules(folds, &row->company, &clock.rules);
	rc = clock_folds_run(folds, db, err);
	if (rc == 0)
		rc = point_rows_put(db, folds->saved, folds->saved_count, err);
	company_clock_release(&clock);
	return rc;
}

int
refold_clock(struct db *db, struct zones *zones, const struct timeline_row *row,
	int64_t from_ms, struct err *err)
{
	struct clock_folds folds = {.count = 0};
	int rc;

	clock_folds_redo(&folds, row, from_ms);
	rc = run(db, zones, row, &folds, err);
	clock_folds_release(&folds);
	return rc;
}
