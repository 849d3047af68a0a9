#ifndef JOURNAL_SALVAGE_SALVAGE_H
#define JOURNAL_SALVAGE_SALVAGE_H

/*
 * Everything that looks like a row of the journal, out of a damaged database
 * and its WAL, into temporary tables: found_punch, found_account and so on,
 * with the columns of the true ones; a punch also has `content` (copies of one
 * row share it) and `pattern` (its number in the list). Since a
 * punch's row never changes, every copy of it anywhere will do; only `state`
 * may be of another day.
 */

#include <sqlite3.h>

#include "base/err.h"
#include "pattern.h"

/*
 * Makes the tables in `db`, which has those of today, and fills them. Missing
 * files are empty.
 */
int salvage_run(sqlite3 *db, const char *damaged_path,
	const struct pattern_list *list, struct err *err);

#endif
