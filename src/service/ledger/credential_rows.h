#ifndef SERVICE_LEDGER_CREDENTIAL_ROWS_H
#define SERVICE_LEDGER_CREDENTIAL_ROWS_H

/* Whether a delivery credential is still good, in the writer's transaction. */

#include "ledger_job.h"

/* Asks for a job's: bind (borrowed), take its row, which fills what the job
 * knows of its enrolment's end. */
extern const char credential_rows_load[];
void credential_rows_bind(const struct ledger_job *job, struct db_stmt *stmt);
void credential_rows_take(struct ledger_job *job, const struct db_stmt *row);

#endif
