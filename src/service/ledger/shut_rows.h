#ifndef SERVICE_LEDGER_SHUT_ROWS_H
#define SERVICE_LEDGER_SHUT_ROWS_H

/* Periods and cards that are shut, in the database. */

#include "service/ledger/shut.h"

/* The presses before the time, or at it, the latest first and no Undo: those
 * that are held and not decided, where this one goes on with what was begun,
 * and up to the first that counts. Those that are not written yet are among
 * them. */
int shut_rows_before(struct db *db, const struct shut_press *press,
	struct shut_nears *before_out, struct err *err);

/* The last date that is shut for an employee; 0: none is. */
int shut_rows_to(struct db *db, const struct id *company,
	const struct id *employee, int32_t *date_out, struct err *err);

#endif
