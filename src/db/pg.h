#ifndef DB_PG_H
#define DB_PG_H

/* What the files of the PostgreSQL driver share. */

#include <libpq-fe.h>

#include "base/str.h"
#include "driver.h"

struct pg_db {
	struct db base;
	PGconn *conn;        /* does not block */
	int answer_ms;       /* of struct db_source */
	bool silent;         /* it was for too long: as good as lost */
	unsigned generation; /* of the connection: statements go with it */
	unsigned names;      /* given to statements */
	/* What was sent and not yet answered: while there is any, the
	 * connection is in pipeline mode. */
	struct pg_sent *sent;
	size_t sent_count;
	size_t sent_cap;
	bool committed; /* the server's answer to COMMIT */
};

#define PG_INT_BYTES 24 /* an int64_t as text */

struct pg_stmt;
struct pg_wide;

/* Executions `first` and on of a batch; stmt NULL: one without values. */
struct pg_sent {
	struct pg_stmt *stmt;
	size_t first;
	size_t n;
	bool wide; /* all n with one answer */
	struct db_batch_call call;
};

struct pg_stmt {
	struct db_stmt base;
	char *sql; /* with $1 for ?1 */
	char name[16];
	unsigned generation; /* of the connection that knows it, 0: none */
	int params;
	const char **values;
	int *lengths;
	int *formats;     /* libpq's, or PG_NUMBER */
	int64_t *numbers; /* values of PG_NUMBER, not yet text */
	char (*ints)[PG_INT_BYTES];
	PGresult *result; /* NULL before the first step */
	int row;
	struct pg_wide *wide; /* NULL before the first batch */
};

#define PG_NUMBER 2
#define PG_WIDE_MAX 1000 /* executions in one */

/* Fills err from a failed result (or, NULL, the connection). Returns -1. */
int pg_fail(const struct pg_db *pg, const PGresult *result, struct err *err);

/* Whether nothing more can come of the connection. */
bool pg_is_lost(const struct pg_db *pg);

/*
 * As PQgetResult, but waits no longer than the server may be silent. NULL in
 * *result_out and 0: there are no more.
 */
int pg_next(struct pg_db *pg, PGresult **result_out, struct err *err);

/*
 * The last answer to what PQsend... has `sent` (its result), as PQexec has it:
 * yours to clear, whatever it says; never NULL when 0.
 */
int pg_last(struct pg_db *pg, int sent, PGresult **result_out, struct err *err);

/*
 * The connection, ready for use; one that was lost outside a transaction is
 * made again. ERR_UNAVAILABLE, ERR_CONFIG.
 */
int pg_ready(struct pg_db *pg, struct err *err);

/* What a fresh connection needs before anything else. ERR_CONFIG when the
 * server is none that punches may be kept in. */
int pg_set_up(struct pg_db *pg, struct err *err);

/* Rows in types that pg_int, pg_text and pg_blob can read, or none. */
int
pg_check(const struct pg_stmt *stmt, const PGresult *result, struct err *err);

/* Sends a statement without values; its answer is taken by pg_flush. */
int pg_send(struct pg_db *pg, const char *sql, struct err *err);

/* Waits for the answers to all that was sent. The first error. */
int pg_flush(struct pg_db *pg, struct err *err);

/* Begins one more that is sent: its place, for n and how to take answers. */
struct pg_sent *pg_enter(struct pg_db *pg, struct err *err);

/* Appends the statement with `mark` for each ?; returns how many values. */
int pg_rewrite(const char *sql, const char *mark, struct str *out);

/*
 * Wide statements: many executions as one, over arrays of their values. Whether
 * this statement has such a form (*wide_out), and the server knows it.
 */
int pg_wide_know(struct pg_stmt *stmt, bool *wide_out, struct err *err);

/* Sends the executions sent->first to ->n of a batch. */
int
pg_wide_send(struct pg_stmt *stmt, const struct pg_sent *sent, struct err *err);

/* Hands each execution its row of the answer. */
void pg_wide_take(const struct pg_sent *sent, PGresult *result);

/* Frees. NULL is fine. */
void pg_wide_free(struct pg_wide *wide);

/* Statements: the members of struct db_driver_ops of these names. */
int pg_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err);
void pg_finalize(struct db_stmt *stmt);
void pg_reset(struct db_stmt *stmt);
void pg_bind_int(struct db_stmt *stmt, int index, int64_t value);
void pg_bind_text(struct db_stmt *stmt, int index, const char *text);
void
pg_bind_blob(struct db_stmt *stmt, int index, const void *bytes, size_t len);
int pg_step(struct db_stmt *stmt, bool *row_out, struct err *err);
int pg_batch(struct db_stmt *stmt, size_t n, const struct db_batch_call *call,
	struct err *err);

/* A database anew, in the place of one: those of struct db_driver. */
int pg_replace_begin(const struct db_source *source, bool told,
	struct replace *it, struct err *err);
int pg_replace_end(struct replace *it, struct err *err);
void pg_replace_drop(struct replace *it);

/* The columns of the present row. */
bool pg_is_null(const struct db_stmt *stmt, int column);
int64_t pg_int(const struct db_stmt *stmt, int column);
const char *pg_text(const struct db_stmt *stmt, int column);
const void *pg_blob(const struct db_stmt *stmt, int column, size_t *len_out);

#endif
