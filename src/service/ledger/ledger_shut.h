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

/* Up to which date something is shut for the employee who was asked of last. */
struct ledger_shut_to {
	struct id employee;
	int32_t date;
};

/*
 * A line that stands, and counts, is to be moved by what became known of it.
 * Where that would move what is shut its time stays what it was, by a row of
 * the chain, until that is open (service/ledger/release.h). The row is to be
 * written.
 */
int ledger_shut_keep(struct ledger_job *job, struct db *db,
	struct ledger_shut_to *to, const struct timeline_row *before,
	struct timeline_row *row, struct err *err);

#endif
