#include "db/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pg.h"

static int
pg_exec(struct db *db, const char *sql, struct err *err)
{
	struct pg_db *pg = (struct pg_db *)db;
	PGresult *result;
	int rc = 0;

	if (pg_ready(pg, err) < 0 || pg_flush(pg, err) < 0 ||
		pg_last(pg, PQsendQuery(pg->conn, sql), &result, err) < 0)
		return -1;
	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
		PQresultStatus(result) != PGRES_TUPLES_OK)
		rc = pg_fail(pg, result, err);
	PQclear(result);
	return rc;
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
	PGresult *result = NULL;
	struct err ignored;

	pg_flush(pg, &ignored);
	/* A lost connection rolls back by itself. */
	if (!pg_is_lost(pg))
		pg_last(pg, PQsendQuery(pg->conn, "ROLLBACK"), &result,
			&ignored);
	PQclear(result);
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
	.is_null = pg_is_null,
	.get_int = pg_int,
	.get_text = pg_text,
	.get_blob = pg_blob,
	.batch = pg_batch,
};

static bool
pg_takes(const char *url)
{
	return strncmp(url, "postgresql://", 13) == 0 ||
	       strncmp(url, "postgres://", 11) == 0;
}

/* The value of a setting in an address, else in the environment, or NULL. */
static const char *
value_of(const PQconninfoOption *options, const char *name)
{
	while (options->keyword != NULL && strcmp(options->keyword, name) != 0)
		options++;
	if (options->val != NULL && options->val[0] != '\0')
		return options->val;
	return options->envvar != NULL ? getenv(options->envvar) : NULL;
}

/* Sockets and loopback addresses, of each host that is named. */
static bool
is_local(const char *hosts)
{
	static const char *const heads[] = {
		"/", "@", "localhost", "127.", "::1"};
	bool local = true;

	while (hosts != NULL && *hosts != '\0' && local) {
		size_t len = strcspn(hosts, ",");

		local = len == 0;
		for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
			local |= strncmp(hosts, heads[i], strlen(heads[i])) ==
					 0 &&
				 (i != 2 || len == strlen(heads[i]));
		hosts += len + (hosts[len] == ',');
	}
	return local;
}

/* Passwords and punches go over a network only to the server that is meant,
 * and sealed; unless the address says what else is to be. */
static const char *
mode_for(const PQconninfoOption *options)
{
	const char *address = value_of(options, "hostaddr");

	if (value_of(options, "service") == NULL &&
		is_local(address != NULL ? address : value_of(options, "host")))
		return "prefer";
	return "verify-full";
}

/* What stands before dbname is a default, the URL may say otherwise. */
static int
connect_to(const struct db_source *source, PGconn **conn_out, struct err *err)
{
	static const char *const names[] = {"connect_timeout",
		"tcp_user_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "application_name", "sslmode", "dbname",
		NULL};
	const int within_ms =
		source->answer_ms > 0 ? source->answer_ms : DB_ANSWER_MS;
	PQconninfoOption *options = PQconninfoParse(source->url, NULL);
	char seconds[16], ms[16];
	const char *mode;

	/* libpq would quote it, with the password. */
	if (options == NULL)
		return err_set(err, ERR_USAGE,
			"the address of the database is malformed: see libpq, "
			"Connection URIs");
	mode = value_of(options, "sslmode");
	if (mode == NULL)
		mode = mode_for(options);
	const char *const values[] = {seconds, ms, "30", "10", "3", "connectd",
		mode, source->url, NULL};
	snprintf(seconds, sizeof(seconds), "%d", (within_ms + 999) / 1000);
	snprintf(ms, sizeof(ms), "%d", within_ms);
	*conn_out = PQconnectdbParams(names, values, 1);
	PQconninfoFree(options);
	return 0;
}

static bool
pg_holds_secret(const char *url)
{
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	bool holds = false;

	if (options == NULL)
		return strchr(url, '@') != NULL; /* it may well */
	for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
		holds |= o->val != NULL &&
			 (strcmp(o->keyword, "password") == 0 ||
				 strcmp(o->keyword, "sslpassword") == 0);
	PQconninfoFree(options);
	return holds;
}

/* The server makes its databases itself. */
static int
pg_open(const struct db_source *source, bool create, struct db **db_out,
	struct err *err)
{
	PGconn *conn = NULL;
	struct pg_db *pg;
	struct db *db;

	(void)create;
	if (connect_to(source, &conn, err) < 0)
		return -1;
	pg = mem_new(1, sizeof(*pg));
	db = &pg->base;
	db->ops = &ops;
	pg->answer_ms = source->answer_ms;
	pg->conn = conn;
	if (PQstatus(pg->conn) != CONNECTION_OK) {
		pg_fail(pg, NULL, err);
		db_close(&db);
		return err_wrap(err, "cannot connect to the database");
	}
	PQsetNoticeProcessor(pg->conn, ignore_notice, NULL);
	if (pg_set_up(pg, err) < 0) {
		db_close(&db);
		return -1;
	}
	*db_out = db;
	return 0;
}

const struct db_driver postgres_driver = {
	.takes = pg_takes,
	.holds_secret = pg_holds_secret,
	.open = pg_open,
	.replace_begin = pg_replace_begin,
	.replace_end = pg_replace_end,
	.replace_drop = pg_replace_drop,
};
