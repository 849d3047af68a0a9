#ifndef DB_CHECK_H
#define DB_CHECK_H

/* Whether a database is one that punches are safe in, now. */

#include "db/db.h"

/* Which file a connection has open; all 0 in PostgreSQL. */
struct db_place {
	uint64_t device;
	uint64_t inode;
};

/* Of this connection. */
struct db_place db_place(const struct db *db);

/*
 * ERR_DISK when the file was moved, replaced or deleted under the connection,
 * which would read and write on where nobody looks again. Asks no server; a
 * transaction asks by itself, before it begins and after it has committed.
 */
int db_check_place(struct db *db, struct err *err);

/* That, ERR_UNAVAILABLE when the server is read only, as a standby is, and
 * ERR_FULL when a file's disk is all but full. */
int db_check_writable(struct db *db, struct err *err);

/*
 * ERR_CONFIG when the server is set so that a power cut can lose what it has
 * confirmed (fsync, full_page_writes), ERR_UNAVAILABLE when it does not say.
 */
int db_check_durable(struct db *db, struct err *err);

#endif
