#ifndef DB_GRANT_H
#define DB_GRANT_H

/*
 * Rights of a role that serves, and does not own the tables: what stands in
 * the ledger it can neither change nor take away, and no trigger either.
 */

#include "db/db.h"

/*
 * Gives this role what serving needs, and takes all else. Say it again after
 * each new schema. Whoever says it owns the tables. ERR_DATA when there is no
 * such role, or it owns them, too, by itself or as a member; ERR_USAGE in a
 * database without roles.
 */
int grant_serving(struct db *db, const char *role, struct err *err);

#endif
