#include "credential_rows.h"

/* Outer joins keep the order: a planner that knows nothing of the tables yet
 * would go from the company through all of its devices. */
const char credential_rows_load[] =
	"SELECT n.ended_ms, n.ended_at_number FROM delivery_credential t"
	" LEFT JOIN enrolment n"
	"  ON n.company = t.company AND n.id = t.enrolment"
	" LEFT JOIN device d ON d.company = n.company AND d.id = n.device"
	" WHERE t.hash = ?1 AND COALESCE(n.revoked_ms, 1) = 0"
	" AND COALESCE(d.revoked_ms, 1) = 0";

void
credential_rows_bind(const struct ledger_job *job, struct db_stmt *stmt)
{
	const struct hash *hash = job->delivery->credential;

	if (hash != NULL)
		db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
}

void
credential_rows_take(struct ledger_job *job, const struct db_stmt *row)
{
	job->barred = row == NULL && job->delivery->credential != NULL;
	job->ended_at =
		row != NULL && db_int(row, 0) != 0 ? db_int(row, 1) : INT64_MAX;
}
