#ifndef DB_BATCH_H
#define DB_BATCH_H

/*
 * Many executions of one statement inside a transaction, in one round trip
 * where the driver can pipeline (PostgreSQL) and one by one where a round trip
 * costs nothing (SQLite). Each execution yields at most one row.
 *
 * PostgreSQL runs them as one statement where its text has a form for that: a
 * SELECT; an INSERT whose parameters stand in VALUES (…) alone, without a
 * RETURNING. Such an INSERT may not meet one row twice in DO UPDATE, and says
 * what it saves there as excluded.column.
 */

#include "db/db.h"

struct db_batch_call {
	/* Binds the values of execution i. */
	void (*bind)(void *ctx, struct db_stmt *stmt, size_t i);
	/* Its row, or NULL when there is none (ON CONFLICT DO NOTHING). */
	void (*on_row)(void *ctx, size_t i, const struct db_stmt *row);
	void *ctx;
	/* Inside a transaction: do not wait. Values are taken at once; rows
	 * and errors may come with the next call that waits, at the latest
	 * with db_commit. */
	bool later;
};

/* Runs `sql` n times in order. The first error ends it: roll back. */
int db_batch(struct db *db, const char *sql, size_t n,
	const struct db_batch_call *call, struct err *err);

#endif
