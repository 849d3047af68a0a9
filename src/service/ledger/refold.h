#ifndef SERVICE_LEDGER_REFOLD_H
#define SERVICE_LEDGER_REFOLD_H

/* A clock folded again, for whoever has changed a line of the timeline. */

#include "db/db.h"
#include "service/company/zones.h"
#include "timeline_rows.h"

/* From this instant on, the clock of the line's employee. */
int refold_clock(struct db *db, struct zones *zones,
	const struct timeline_row *row, int64_t from_ms, struct err *err);

/* From when on a clock changes with this line: a void takes back what stands
 * before it. */
int refold_beginning(struct db *db, const struct timeline_row *row,
	int64_t *from_ms_out, struct err *err);

#endif
