#ifndef SERVICE_COMPANY_USE_ROWS_H
#define SERVICE_COMPANY_USE_ROWS_H

/* The punches that are of an employee, or name a location or a cost code. */

#include "core/entry.h"
#include "db/db.h"
#include "wire/use.h"

/*
 * How many punches that count begin a record of it. Of a location or a cost
 * code among at most USE_ROWS_MAX rows that came last: the ledger has no index
 * for this, which every press would pay for, and is walked by the chain's
 * numbers.
 */
#define USE_ROWS_MAX 500000
int
use_rows_count(struct db *db, const struct id *company, const struct id *entry,
	enum entry_kind kind, struct wire_use *use_out, struct err *err);

#endif
