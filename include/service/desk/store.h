#ifndef SERVICE_DESK_STORE_H
#define SERVICE_DESK_STORE_H

/*
 * The service's connections to its database: several that read, lent one call
 * at a time, and one that writes all but the ledger. A connection that was
 * lost is opened anew when it is next wanted. A SQLite file must stay where it
 * was: ERR_DISK while it is not there, or another one is.
 */

#include "base/err.h"
#include "db/db.h"

struct store;

/* Opens the reading connections; the drivers must last. Errors of db_open. */
int store_open(const struct db_source *database, int readers,
	struct store **store_out, struct err *err);

/* Closes all; none may be lent. NULL is fine. */
void store_close(struct store **store);

/*
 * Lends a reading connection, waits for one if need be: until somebody finds
 * the database down, which is then the error of all that wait. Give it back
 * with store_give and the error that a call on it ended in, or NULL. Errors of
 * db_open.
 */
int store_take(struct store *store, struct db **db_out, struct err *err);
void store_give(struct store *store, struct db *db, const struct err *err);

/* Part of a transaction; -1 rolls it back. */
typedef int store_work(void *ctx, struct db *db, struct err *err);

/*
 * Runs `work` in a write transaction and commits it; durable when 0. Tried
 * again from the start while the database says ERR_BUSY, a few times: `work`
 * must be able to begin anew. Of a database that is down, whoever waits
 * meanwhile has the error too.
 */
int
store_write(struct store *store, store_work *work, void *ctx, struct err *err);

#endif
