#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

/* The schema of the service, by numbered migrations, one transaction each. */

#include "db/db.h"

#define SCHEMA_VERSION 3

/*
 * Brings an empty or older database to SCHEMA_VERSION. ERR_CONFIG when it is
 * newer, or not this program's. *from_out gets the version found (0: empty).
 */
int schema_migrate(struct db *db, int *from_out, struct err *err);

/*
 * The version that the database stands at; 0 when it is empty. ERR_CONFIG when
 * it is newer, or not this program's.
 */
int schema_find(struct db *db, int *version_out, struct err *err);

/* Inside a transaction: brings it from version `from` (0: empty) to `to`. */
int schema_raise(struct db *db, int from, int to, struct err *err);

/* ERR_CONFIG unless the database stands at SCHEMA_VERSION. */
int schema_check(struct db *db, struct err *err);

#endif
