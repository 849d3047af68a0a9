#ifndef JOURNAL_SALVAGE_H
#define JOURNAL_SALVAGE_H

/*
 * Everything that looks like a row of the journal, out of a damaged database
 * and its WAL, into temporary tables: found_punch, found_account and
 * found_verdict, with the columns of the true ones. Since a punch's row never
 * changes, every copy of it anywhere will do; only `state` may be of another
 * day: answered wins, then waiting (to be sent twice does no harm).
 */

#include <sqlite3.h>

#include "base/err.h"

/* Makes the tables in `db` and fills them. Missing files are empty. */
int salvage_run(sqlite3 *db, const char *damaged_path, struct err *err);

#endif
