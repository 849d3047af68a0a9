#ifndef SERVICE_CARD_CARD_EDIT_ROWS_H
#define SERVICE_CARD_CARD_EDIT_ROWS_H

/* What a correction names, in the database. */

#include "service/ledger/correct.h"

/* Whether the company has such a location, and such a cost code; one that is
 * not active may be what was worked on. */
int card_edit_rows_job(struct db *db, const struct ledger_correction *it,
	bool *location_out, bool *cost_code_out, struct err *err);

#endif
