#include "pg.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define OLDEST_SERVER 130000

/* --- errors -------------------------------------------------------------- */

/* SQLSTATE, by its head (PostgreSQL's Appendix A), longest first. */
static const struct {
	const char *head;
	enum err_kind kind;
} states[] = {
	{"08", ERR_UNAVAILABLE},
	{"57P", ERR_UNAVAILABLE},   /* shut down, or starting */
	{"53300", ERR_UNAVAILABLE}, /* too many connections */
	{"25006", ERR_UNAVAILABLE}, /* a standby: read only */
	{"25P03", ERR_UNAVAILABLE}, /* idle in a transaction for too long */
	{"40", ERR_BUSY},           /* serialization, deadlock */
	{"55P03", ERR_BUSY},        /* lock_timeout */
	{"57014", ERR_BUSY},        /* statement_timeout */
	{"53", ERR_FULL}, {"58", ERR_FULL}, {"22", ERR_DATA}, {"23", ERR_DATA},
	{"P0001", ERR_DATA}, /* RAISE in a trigger */
};

static enum err_kind
kind_of(const char *state)
{
	for (size_t i = 0;
		state != NULL && i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(state, states[i].head, strlen(states[i].head)) == 0)
			return states[i].kind;
	return ERR_INTERNAL;
}

/* libpq's words are several lines, the first says it. */
static int
fail_with(enum err_kind kind, const char *words, struct err *err)
{
	while (*words == '\n')
		words++;
	return err_set(
		err, kind, "database: %.*s", (int)strcspn(words, "\n"), words);
}

int
pg_fail(const struct pg_db *pg, const PGresult *result, struct err *err)
{
	const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (PQstatus(pg->conn) != CONNECTION_OK)
		return fail_with(
			ERR_UNAVAILABLE, PQerrorMessage(pg->conn), err);
	if (words == NULL)
		return fail_with(ERR_INTERNAL, PQerrorMessage(pg->conn), err);
	return fail_with(kind_of(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
		words, err);
}

/* --- the connection ------------------------------------------------------ */

static int
pg_exec(struct db *db, const char *sql, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)db;
	PGresult *result;
	int rc = 0;

	if (pg_ready(pg, err) < 0 || pg_flush(pg, err) < 0)
		return -1;
	result = PQexec(pg->conn, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
		PQresultStatus(result) != PGRES_TUPLES_OK)
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
}

/* Commits are durable only with these words; believed only when read back. */
static int
check_durable(struct pg_db *pg, struct err *err)
{
	PGresult *result = PQexec(pg->conn, "SHOW synchronous_commit");
	const char *answer =
		PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : "nothing";
	int rc = 0;

	if (strcmp(answer, "on") != 0 && strcmp(answer, "remote_apply") != 0)
		rc = err_set(err, ERR_CONFIG,
			"the database answers synchronous_commit=%s instead "
			"of on: punches would not be safe in it",
			answer);
	PQclear(result);
	return rc;
}

/* What a fresh connection needs before anything else. */
static int
set_up(struct pg_db *pg, struct err *err)
{
	static const char sql[] =
		"SET client_encoding = 'UTF8';"
		"SET standard_conforming_strings = on;"
		"SET default_transaction_isolation = 'read committed';"
		"SET synchronous_commit = on;"
		"SET lock_timeout = '5s';"
		"SET idle_in_transaction_session_timeout = '60s'";
	const char *encoding = PQparameterStatus(pg->conn, "server_encoding");
	PGresult *result;

	pg->generation++;
	if (PQserverVersion(pg->conn) < OLDEST_SERVER)
		return err_set(err, ERR_CONFIG,
			"the database server is older than PostgreSQL 13");
	if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
		return err_set(err, ERR_CONFIG,
			"the database is not of encoding UTF8: make it with "
			"ENCODING 'UTF8' TEMPLATE template0");
	result = PQexec(pg->conn, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		pg_fail(pg, result, err);
		PQclear(result);
		return -1;
	}
	PQclear(result);
	return check_durable(pg, err);
}

/* Sees a server that went away while nothing was asked of it. */
static void
notice_end(PGconn *conn)
{
	struct pollfd pfd = {.fd = PQsocket(conn), .events = POLLIN};

	/* The farewell first, then the end. */
	while (pfd.fd >= 0 && poll(&pfd, 1, 0) > 0 && PQconsumeInput(conn))
		;
}

int
pg_ready(struct pg_db *pg, struct err *err)
{
	if (!pg->base.in_transaction)
		notice_end(pg->conn);
	if (PQstatus(pg->conn) == CONNECTION_OK)
		return 0;
	if (pg->base.in_transaction)
		return err_set(err, ERR_UNAVAILABLE,
			"database: the connection was lost");
	pg->sent_count = 0;
	PQreset(pg->conn);
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return pg_fail(pg, NULL, err);
	return set_up(pg, err);
}

static int
pg_begin(struct db *db, bool write, struct err *err)
{
	return pg_send((struct pg_db *)db,
		write ? "BEGIN"
		      : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		err);
}

/* In one go with what was sent before: an error there keeps it from being. */
static int
pg_commit(struct db *db, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)db;

	pg->committed = false;
	if (pg_send(pg, "COMMIT", err) < 0 || pg_flush(pg, err) < 0)
		return -1;
	if (!pg->committed)
		return err_set(err, ERR_INTERNAL,
			"database: the transaction had failed before");
	return 0;
}

static void
pg_rollback(struct db *db)
{
	struct pg_db *pg = (struct pg_db *)db;
	struct err ignored;

	pg_flush(pg, &ignored);
	/* A lost connection has rolled back by itself. */
	if (PQstatus(pg->conn) == CONNECTION_OK)
		PQclear(PQexec(pg->conn, "ROLLBACK"));
}

static int
pg_lock_schema(struct db *db, struct err *err)
{
	return pg_exec(db, "SELECT pg_advisory_xact_lock(1128500324)", err);
}

static int
pg_count_tables(
	struct db *db, const char *name, int64_t *count_out, struct err *err)
{
	static const char sql[] = "SELECT count(*) FROM pg_catalog.pg_tables"
				  " WHERE schemaname = current_schema()"
				  " AND tablename = coalesce(?1, tablename)";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, name);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = db_int(stmt, 0);
	pg_reset(stmt);
	return 0;
}

static void
pg_close(struct db *db)
{
	struct pg_db *pg = (struct pg_db *)db;

	PQfinish(pg->conn);
	free(pg->sent);
	free(pg);
}

static void
ignore_notice(void *ctx, const char *words)
{
	(void)ctx;
	(void)words;
}

static const struct db_driver_ops ops = {
	.dialect = DB_POSTGRESQL,
	.close = pg_close,
	.exec = pg_exec,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.lock_schema = pg_lock_schema,
	.count_tables = pg_count_tables,
	.prepare = pg_prepare,
	.finalize = pg_finalize,
	.reset = pg_reset,
	.bind_int = pg_bind_int,
	.bind_text = pg_bind_text,
	.bind_blob = pg_bind_blob,
	.step = pg_step,
	.get_int = pg_int,
	.get_text = pg_text,
	.get_blob = pg_blob,
	.batch = pg_batch,
};

int
db_open_postgres(const char *url, struct db **db_out, struct err *err)
{
	/* What stands before dbname is a default, the URL may say otherwise. */
	static const char *const names[] = {"connect_timeout",
		"tcp_user_timeout", "application_name", "dbname", NULL};
	const char *const values[] = {"10", "15000", "connectd", url, NULL};
	struct pg_db *pg = mem_new(1, sizeof(*pg));
	struct db *db = &pg->base;

	db->ops = &ops;
	pg->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(pg->conn) != CONNECTION_OK) {
		pg_fail(pg, NULL, err);
		db_close(&db);
		return err_wrap(err, "cannot connect to the database");
	}
	PQsetNoticeProcessor(pg->conn, ignore_notice, NULL);
	if (set_up(pg, err) < 0) {
		db_close(&db);
		return -1;
	}
	*db_out = db;
	return 0;
}
