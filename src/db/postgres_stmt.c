#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "postgres.h"

/* Values travel as text, blobs as they are; answers come in binary. */

/* pg_type.h: the types of columns that are read. */
enum pg_type {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_VARCHAR = 1043
};

static struct pg_db *
pg_of(const struct db_stmt *stmt)
{
	return (struct pg_db *)stmt->db;
}

/* ?N becomes $N outside of quoted text; returns the highest N. */
static int
rewrite(const char *sql, struct str *out)
{
	int highest = 0;
	bool quoted = false;

	for (; *sql; sql++) {
		if (*sql == '\'')
			quoted = !quoted;
		if (*sql == '?' && !quoted) {
			long n = strtol(sql + 1, NULL, 10);

			assert(n >= 1 && n <= 999);
			if ((int)n > highest)
				highest = (int)n;
			str_addc(out, '$');
		} else {
			str_addc(out, *sql);
		}
	}
	return highest;
}

int
pg_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err)
{
	struct pg_db *pg = (struct pg_db *)db;
	struct pg_stmt *stmt = mem_new(1, sizeof(*stmt));
	struct str text;
	size_t n;

	(void)err; /* the server hears of it with the first step */
	str_init(&text, 65536);
	stmt->params = rewrite(sql, &text);
	assert(!str_is_cut(&text));
	stmt->sql = str_take(&text);
	str_release(&text);
	snprintf(stmt->name, sizeof(stmt->name), "s%u", pg->names++);
	n = (size_t)stmt->params + 1;
	stmt->values = mem_new(n, sizeof(*stmt->values));
	stmt->lengths = mem_new(n, sizeof(*stmt->lengths));
	stmt->formats = mem_new(n, sizeof(*stmt->formats));
	stmt->ints = mem_new(n, sizeof(*stmt->ints));
	*stmt_out = &stmt->base;
	return 0;
}

void
pg_finalize(struct db_stmt *base)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	PQclear(stmt->result);
	free(stmt->sql);
	free(stmt->values);
	free(stmt->lengths);
	free(stmt->formats);
	free(stmt->ints);
	free(stmt);
}

void
pg_reset(struct db_stmt *base)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	PQclear(stmt->result);
	stmt->result = NULL;
	memset(stmt->values, 0, (size_t)stmt->params * sizeof(*stmt->values));
}

static void
bind(struct db_stmt *base, int index, const char *value, size_t len, int binary)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	assert(index >= 1 && index <= stmt->params);
	stmt->values[index - 1] = value;
	stmt->lengths[index - 1] = (int)len;
	stmt->formats[index - 1] = binary;
}

void
pg_bind_int(struct db_stmt *base, int index, int64_t value)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;
	char *text;

	assert(index >= 1 && index <= stmt->params);
	text = stmt->ints[index - 1];
	snprintf(text, PG_INT_BYTES, "%lld", (long long)value);
	bind(base, index, text, 0, 0);
}

void
pg_bind_text(struct db_stmt *base, int index, const char *text)
{
	bind(base, index, text, 0, 0);
}

void
pg_bind_blob(struct db_stmt *base, int index, const void *bytes, size_t len)
{
	bind(base, index, bytes, len, 1);
}

/* Makes the server know the statement; again after a new connection. */
static int
know(struct pg_stmt *stmt, struct err *err)
{
	struct pg_db *pg = pg_of(&stmt->base);
	PGresult *result;
	int rc = 0;

	if (pg_ready(pg, err) < 0)
		return -1;
	if (stmt->generation == pg->generation)
		return 0;
	result = PQprepare(pg->conn, stmt->name, stmt->sql, 0, NULL);
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		stmt->generation = pg->generation;
	else
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
}

/* Rows in types that pg_int, pg_text and pg_blob can read, or none. */
static int
check_result(
	const struct pg_stmt *stmt, const PGresult *result, struct err *err)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK)
		return 0;
	if (status != PGRES_TUPLES_OK)
		return pg_fail(pg_of(&stmt->base), result, err);
	for (int i = 0; i < PQnfields(result); i++)
		switch (PQftype(result, i)) {
		case PG_BOOL:
		case PG_BYTEA:
		case PG_INT8:
		case PG_INT2:
		case PG_INT4:
		case PG_TEXT:
		case PG_VARCHAR:
			break;
		default:
			return err_set(err, ERR_INTERNAL,
				"database: column %d of \"%.60s\" is of type "
				"%u, which the program does not read",
				i, stmt->sql, PQftype(result, i));
		}
	return 0;
}

static int
execute(struct pg_stmt *stmt, struct err *err)
{
	PGresult *result;

	if (know(stmt, err) < 0)
		return -1;
	result = PQexecPrepared(pg_of(&stmt->base)->conn, stmt->name,
		stmt->params, stmt->values, stmt->lengths, stmt->formats, 1);
	if (check_result(stmt, result, err) < 0) {
		PQclear(result);
		return -1;
	}
	stmt->result = result;
	stmt->row = -1;
	return 0;
}

int
pg_step(struct db_stmt *base, bool *row_out, struct err *err)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;

	if (!stmt->result && execute(stmt, err) < 0)
		return -1;
	if (stmt->row < PQntuples(stmt->result))
		stmt->row++;
	*row_out = stmt->row < PQntuples(stmt->result);
	return 0;
}

/* --- batch --------------------------------------------------------------- */

static int
send_all(struct pg_stmt *stmt, size_t n, const struct db_batch_call *call)
{
	PGconn *conn = pg_of(&stmt->base)->conn;

	for (size_t i = 0; i < n; i++) {
		pg_reset(&stmt->base);
		call->bind(call->ctx, &stmt->base, i);
		if (!PQsendQueryPrepared(conn, stmt->name, stmt->params,
			    stmt->values, stmt->lengths, stmt->formats, 1))
			return -1;
	}
	return 0;
}

/* Takes the answer of execution i, and the NULL behind it. */
static int
receive_one(struct pg_stmt *stmt, size_t i, const struct db_batch_call *call,
	struct err *err)
{
	PGconn *conn = pg_of(&stmt->base)->conn;
	PGresult *result = PQgetResult(conn);
	int rc = check_result(stmt, result, err);

	if (rc == 0 && call->on_row) {
		stmt->result = result;
		stmt->row = 0;
		call->on_row(call->ctx, i,
			PQntuples(result) > 0 ? &stmt->base : NULL);
		stmt->result = NULL;
	}
	PQclear(result);
	PQclear(PQgetResult(conn));
	return rc;
}

/* Reads on until the server has answered everything that was sent. */
static void
drain(PGconn *conn)
{
	while (PQstatus(conn) == CONNECTION_OK) {
		PGresult *result = PQgetResult(conn);
		bool end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

		PQclear(result);
		if (end)
			return;
	}
}

int
pg_batch(struct db_stmt *base, size_t n, const struct db_batch_call *call,
	struct err *err)
{
	struct pg_stmt *stmt = (struct pg_stmt *)base;
	struct pg_db *pg = pg_of(base);
	int rc = 0;

	if (know(stmt, err) < 0)
		return -1;
	if (!PQenterPipelineMode(pg->conn))
		return pg_fail(pg, NULL, err);
	if (send_all(stmt, n, call) < 0 || !PQpipelineSync(pg->conn))
		rc = pg_fail(pg, NULL, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = receive_one(stmt, i, call, err);
	pg_reset(base);
	drain(pg->conn);
	if (!PQexitPipelineMode(pg->conn) && rc == 0)
		rc = pg_fail(pg, NULL, err);
	return rc;
}
