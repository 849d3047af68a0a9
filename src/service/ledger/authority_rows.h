#ifndef SERVICE_LEDGER_AUTHORITY_ROWS_H
#define SERVICE_LEDGER_AUTHORITY_ROWS_H

/* The facts that a punch is judged by, in one statement. */

#include "authority.h"
#include "db/db.h"

/* Loads the facts of a punch: bind (all is borrowed), take the row. */
extern const char authority_rows_load[];
void authority_rows_bind(const struct id *company, const struct punch *punch,
	struct db_stmt *stmt);
void authority_rows_take(const struct punch *punch, const struct db_stmt *row,
	struct authority_facts *facts_out);

#endif
