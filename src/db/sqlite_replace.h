#ifndef DB_SQLITE_REPLACE_H
#define DB_SQLITE_REPLACE_H

/*
 * A SQLite file anew: made beside its place under a name of its own, and named
 * as it is meant once it is whole.
 */

#include "db/replace.h"

/* Those of struct db_driver of these names. */
int sqlite_replace_begin(const struct db_source *source, bool told,
	struct replace *it, struct err *err);
int sqlite_replace_end(struct replace *it, struct err *err);
void sqlite_replace_drop(struct replace *it);

#endif
