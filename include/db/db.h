#ifndef DB_DB_H
#define DB_DB_H

/*
 * The service's database: one interface, two drivers (SQLite, PostgreSQL) of
 * which the program hands in those that it knows, one set of statements in the
 * dialect that both share: ON CONFLICT, RETURNING, integers in milliseconds,
 * text, blobs; parameters are ?1, ?2 … everywhere (the PostgreSQL driver
 * rewrites them), and ? is the one behind the highest so far. Only migrations
 * may differ.
 *
 * A `struct db` is one connection for one thread at a time. Commits are
 * durable when db_commit returns 0 (SQLite: WAL and synchronous=FULL, read
 * back at open; PostgreSQL: synchronous_commit on, read back). A lost
 * connection fails what it was doing and is made again by the next use outside
 * a transaction; statements stay valid.
 *
 * In PostgreSQL's eyes every INTEGER is a BIGINT; cast what is not, such as
 * CAST(sum(x) AS BIGINT), and a parameter whose place does not tell its type,
 * such as CAST(?1 AS BIGINT) IS NULL.
 *
 * Errors: ERR_UNAVAILABLE connection lost or not to be had, ERR_BUSY try the
 * transaction again (locked, serialization, deadlock), ERR_FULL no room or I/O
 * error, ERR_DATA a constraint, ERR_CONFIG not a database of this program or
 * a newer one, or no right to it, ERR_DISK no such file or not to be opened,
 * ERR_INTERNAL otherwise. What is locked is waited for, 5 s at most. A server
 * that is silent for longer than db_source says is ERR_UNAVAILABLE, and its
 * connection lost: what was asked of it last may have been done or not.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

struct db;
struct db_stmt;
struct db_driver; /* one kind of database: db/sqlite.h, db/postgres.h */

/* Where a database is, and the kinds of which it may be. */
struct db_source {
	const char *url;
	const struct db_driver *const *drivers; /* ends with NULL */
	/* How long a server may be silent when it owes an answer, in ms; 0: as
	 * long as it likes, as for the work of an administrator. It ends a
	 * statement by itself before that. */
	int answer_ms;
};

/* For whom people wait: two of these fit into a client's patience. */
#define DB_ANSWER_MS 8000

/*
 * Whether an error is the database's, not that of what was asked of it:
 * ERR_UNAVAILABLE, ERR_BUSY, ERR_FULL or ERR_DISK. Others who wait for the
 * same database need not find it out one after the other.
 */
bool db_is_down(const struct err *err);

/* Whether a password stands in the URL: then it is not for a command line. */
bool db_holds_secret(const struct db_source *source);

/*
 * Opens the database by the first driver that knows its URL; a SQLite file is
 * made when `create`. The source is not needed any more then.
 */
int db_open(const struct db_source *source, bool create, struct db **db_out,
	struct err *err);

/* Closes, rolls back what is open, frees its statements. NULL is fine. */
void db_close(struct db **db);

/*
 * The prepared statement of this text, reset and without values; kept by the
 * connection under the text's address: pass a string literal or constant.
 */
int db_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err);

/* Frees every statement: do it before a text that is no constant is gone. */
void db_forget(struct db *db);

/*
 * Binds parameter `index` (from 1); bytes must stay until the step is done.
 * What is not bound, a NULL text and the nil id are NULL.
 */
void db_bind_int(struct db_stmt *stmt, int index, int64_t value);
void db_bind_text(struct db_stmt *stmt, int index, const char *text);
void
db_bind_blob(struct db_stmt *stmt, int index, const void *bytes, size_t len);
void db_bind_id(struct db_stmt *stmt, int index, const struct id *id);

/*
 * Runs to the next row: *row_out tells whether there is one. Outside a
 * transaction what a statement writes stands after its last row only.
 */
int db_step(struct db_stmt *stmt, bool *row_out, struct err *err);

/* db_step for what yields no row. */
int db_run(struct db_stmt *stmt, struct err *err);

/*
 * Ends every statement that still has rows. Do it with a connection that
 * goes back to a pool: a half-read SQLite statement holds its old snapshot.
 */
void db_reset(struct db *db);

/* Columns of the row (from 0); NULL reads as 0, "" and no bytes, nil id. */
int64_t db_int(const struct db_stmt *stmt, int column);
const char *db_text(const struct db_stmt *stmt, int column);
const void *db_blob(const struct db_stmt *stmt, int column, size_t *len_out);
struct id db_id(const struct db_stmt *stmt, int column);

/* A write transaction (BEGIN IMMEDIATE; PostgreSQL: READ COMMITTED). */
int db_begin(struct db *db, struct err *err);

/* A reading transaction: all statements see one snapshot. */
int db_begin_read(struct db *db, struct err *err);

/* Ends it. After any error in a transaction only db_rollback is allowed. */
int db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

#endif
