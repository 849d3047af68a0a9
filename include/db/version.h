#ifndef DB_VERSION_H
#define DB_VERSION_H

/* Whether somebody else has written to a database. */

#include "db/db.h"

#define DB_VERSION_UNKNOWN (-1) /* there is no telling */

/*
 * Inside a transaction: the version that it sees. As long as a connection sees
 * the same, nobody but itself has committed anything in between, and what it
 * has read still stands there unless it wrote that. PostgreSQL has none.
 */
int db_version(struct db *db, int64_t *version_out, struct err *err);

#endif
