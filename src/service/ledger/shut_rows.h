#ifndef SERVICE_LEDGER_SHUT_ROWS_H
#define SERVICE_LEDGER_SHUT_ROWS_H

/* Periods and cards that are shut, in the database. */

#include "service/ledger/shut.h"

/* The press that counts of this employee before the time, or at it, no Undo;
 * *open_out: it began a record or a break. */
int shut_rows_before(struct db *db, const struct shut_press *press,
	int64_t *at_ms_out, bool *open_out, struct err *err);

#endif
