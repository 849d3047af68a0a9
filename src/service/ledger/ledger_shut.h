#ifndef SERVICE_LEDGER_LEDGER_SHUT_H
#define SERVICE_LEDGER_LEDGER_SHUT_H

/* What of a delivery would move what is shut (service/ledger/shut.h). */

#include "ledger_job.h"
#include "service/ledger/shut.h"

/* A punch that is judged. */
struct ledger_shut {
	struct db *db;
	const struct ledger_rows *rows; /* decided before it, and not written */
	const struct restated *restated;
	unsigned *causes; /* what holds it is added */
};

/* Whether it would, by the time that it has by itself; nothing is shut behind
 * the date. */
int ledger_shut_find(const struct ledger_step *step, int32_t shut_to,
	const struct ledger_shut *find, struct err *err);

#endif
