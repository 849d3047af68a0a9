#ifndef TESTS_LIB_REFOLD_H
#define TESTS_LIB_REFOLD_H

/*
 * A clock that is worked out by one fold over all that was ever recorded of
 * somebody, with nothing of what the ledger keeps but the times that count.
 */

#include "core/clock.h"
#include "db/db.h"

/* The state by such a fold; days are UTC's. Failures fail the test. */
struct clock_state
refold(struct db *db, const struct id *company, const struct id *employee);

/* Fails unless the ledger says the same of this employee's clock. */
void refold_check(
	struct db *db, const struct id *company, const struct id *employee);

#endif
