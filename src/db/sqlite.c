#include "db/sqlite.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/str.h"
#include "driver.h"
#include "sqlite_file.h"
#include "sqlite_replace.h"

#define APPLICATION_ID 0x43436c64 /* "CCld" */
#define BUSY_TIMEOUT_MS 5000
#define YIELD_MS 100
#define STATEMENT_BYTES 65536
#define AGAIN_MS 5

struct sqlite_db {
	struct db base;
	sqlite3 *conn;
	bool begins; /* a write transaction */
	bool waits;  /* counted in `waiting` */
};

/* How many of this process wait to write. */
static atomic_int waiting;

struct sqlite_stmt {
	struct db_stmt base;
	sqlite3_stmt *stmt;
};

static sqlite3 *
conn_of(const struct db *db)
{
	return ((const struct sqlite_db *)db)->conn;
}

static sqlite3_stmt *
stmt_of(const struct db_stmt *stmt)
{
	return ((const struct sqlite_stmt *)stmt)->stmt;
}

static enum err_kind
kind_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return ERR_FULL;
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return ERR_DISK;
	case SQLITE_CONSTRAINT:
		return ERR_DATA;
	case SQLITE_NOTADB:
		return ERR_CONFIG;
	default:
		return ERR_INTERNAL;
	}
}

static int
fail(sqlite3 *conn, int code, struct err *err)
{
	return err_set(err, kind_of(code), "database: %s",
		conn != NULL ? sqlite3_errmsg(conn) : sqlite3_errstr(code));
}

/* --- statements ---------------------------------------------------------- */

/*
 * Where a statement fails the transaction is rolled back, as PostgreSQL wants
 * it. By itself SQLite would keep a copy of each page that an insert into a
 * table with triggers touches, to undo that row alone: OR FAIL says not to.
 */
static int
prepare(sqlite3 *conn, const char *sql, sqlite3_stmt **raw_out)
{
	static const char plain[] = "INSERT INTO ";
	const size_t len = sizeof(plain) - 1;
	struct str failing;
	int rc;

	if (strncmp(sql, plain, len) != 0)
		return sqlite3_prepare_v3(conn, sql, -1,
			SQLITE_PREPARE_PERSISTENT, raw_out, NULL);
	str_init(&failing, STATEMENT_BYTES);
	str_addf(&failing, "INSERT OR FAIL INTO %s", sql + len);
	rc = str_is_cut(&failing)
		     ? SQLITE_TOOBIG
		     : sqlite3_prepare_v3(conn, failing.data, -1,
			       SQLITE_PREPARE_PERSISTENT, raw_out, NULL);
	str_release(&failing);
	return rc;
}

static int
sqlite_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err)
{
	sqlite3_stmt *raw = NULL;
	struct sqlite_stmt *stmt;
	int rc = prepare(conn_of(db), sql, &raw);

	if (rc != SQLITE_OK)
		return fail(conn_of(db), rc, err);
	stmt = mem_new(1, sizeof(*stmt));
	stmt->stmt = raw;
	*stmt_out = &stmt->base;
	return 0;
}

static void
sqlite_finalize(struct db_stmt *stmt)
{
	sqlite3_finalize(stmt_of(stmt));
	free(stmt);
}

static void
sqlite_reset(struct db_stmt *stmt)
{
	sqlite3_reset(stmt_of(stmt));
	sqlite3_clear_bindings(stmt_of(stmt));
}

static void
sqlite_bind_int(struct db_stmt *stmt, int index, int64_t value)
{
	int rc = sqlite3_bind_int64(stmt_of(stmt), index, value);

	assert(rc == SQLITE_OK);
}

static void
sqlite_bind_text(struct db_stmt *stmt, int index, const char *text)
{
	int rc = sqlite3_bind_text(
		stmt_of(stmt), index, text, -1, SQLITE_STATIC);

	assert(rc == SQLITE_OK);
}

static void
sqlite_bind_blob(struct db_stmt *stmt, int index, const void *bytes, size_t len)
{
	int rc = sqlite3_bind_blob64(
		stmt_of(stmt), index, bytes, len, SQLITE_STATIC);

	assert(rc == SQLITE_OK);
}

static int
sqlite_step(struct db_stmt *stmt, bool *row_out, struct err *err)
{
	int rc = sqlite3_step(stmt_of(stmt));

	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		fail(conn_of(stmt->db), rc, err);
		sqlite3_reset(stmt_of(stmt));
		return -1;
	}
	*row_out = rc == SQLITE_ROW;
	return 0;
}

static bool
sqlite_is_null(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt_of(stmt), column) == SQLITE_NULL;
}

static int64_t
sqlite_int(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt_of(stmt), column);
}

static const char *
sqlite_text(const struct db_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt_of(stmt), column);

	return text != NULL ? (const char *)text : "";
}

static const void *
sqlite_blob(const struct db_stmt *stmt, int column, size_t *len_out)
{
	const void *bytes = sqlite3_column_blob(stmt_of(stmt), column);

	*len_out = (size_t)sqlite3_column_bytes(stmt_of(stmt), column);
	return bytes;
}

/* --- the connection ------------------------------------------------------ */

static int
sqlite_exec(struct db *db, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(conn_of(db), sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(conn_of(db), rc, err);
}

static int
sqlite_check_place(struct db *db, struct err *err)
{
	int moved = 0;

	sqlite3_file_control(
		conn_of(db), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	if (!moved)
		return 0;
	return err_set(err, ERR_DISK,
		"database: %s was moved, replaced or deleted while it was in "
		"use: put it back, or stop connectd and start it again",
		sqlite3_db_filename(conn_of(db), "main"));
}

static int
sqlite_check_room(struct db *db, struct err *err)
{
	return sqlite_file_check_room(
		sqlite3_db_filename(conn_of(db), "main"), err);
}

/*
 * What is locked is asked for again each millisecond. SQLite's own way waits
 * longer each time, up to 100 ms, and meanwhile who writes one thing after the
 * other, as an import does, comes first again and again.
 */
static int
wait_for_turn(void *ctx, int times)
{
	struct sqlite_db *sqlite = ctx;

	if (times >= BUSY_TIMEOUT_MS)
		return 0;
	if (sqlite->begins && !sqlite->waits) {
		sqlite->waits = true;
		atomic_fetch_add(&waiting, 1);
	}
	sqlite3_sleep(1);
	return 1;
}

/* Who waits comes before who begins now. */
static int
begin_writing(struct db *db, struct err *err)
{
	struct sqlite_db *sqlite = (struct sqlite_db *)db;
	int rc;

	for (int ms = 0; ms < YIELD_MS && atomic_load(&waiting) > 0; ms++)
		sqlite3_sleep(1);
	sqlite->begins = true;
	rc = sqlite_exec(db, "BEGIN IMMEDIATE", err);
	sqlite->begins = false;
	if (sqlite->waits)
		atomic_fetch_sub(&waiting, 1);
	sqlite->waits = false;
	return rc;
}

static int
sqlite_begin(struct db *db, bool write, struct err *err)
{
	if (sqlite_check_place(db, err) < 0)
		return -1;
	return write ? begin_writing(db, err) : sqlite_exec(db, "BEGIN", err);
}

static int
sqlite_commit(struct db *db, struct err *err)
{
	if (sqlite_exec(db, "COMMIT", err) < 0)
		return -1;
	/* Durable, but where? */
	return sqlite_check_place(db, err);
}

static void
sqlite_rollback(struct db *db)
{
	/* A full disk may have rolled back already: an error is no news. */
	sqlite3_exec(conn_of(db), "ROLLBACK", NULL, NULL, NULL);
	assert(sqlite3_get_autocommit(conn_of(db)));
}

static int
sqlite_lock_schema(struct db *db, struct err *err)
{
	(void)db;
	(void)err;
	return 0; /* BEGIN IMMEDIATE did */
}

/* What a pragma answers. */
static int
ask(sqlite3 *conn, const char *sql, char *text_out, size_t size,
	struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(conn, sql, -1, &stmt, NULL);
	const char *text;

	text_out[0] = '\0';
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc != SQLITE_ROW) {
		fail(conn, rc, err);
		sqlite3_finalize(stmt);
		return -1;
	}
	text = (const char *)sqlite3_column_text(stmt, 0);
	str_copy(text_out, size, text != NULL ? text : "");
	sqlite3_finalize(stmt);
	return 0;
}

static int
sqlite_count_tables(
	struct db *db, const char *name, int64_t *count_out, struct err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM sqlite_schema"
		" WHERE type = 'table' AND name = coalesce(?1, name)";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, name);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = db_int(stmt, 0);
	sqlite_reset(stmt);
	return 0;
}

static void
sqlite_close(struct db *db)
{
	int rc = sqlite3_close(conn_of(db));

	assert(rc == SQLITE_OK);
	free(db);
}

/* --- opening ------------------------------------------------------------- */

/*
 * A new file of which several programs make a database at once: where two of
 * them hold what each other wants, SQLite gives up instead of waiting.
 */
static int
exec_patiently(struct db *db, const char *sql, struct err *err)
{
	for (int waited_ms = 0; sqlite_exec(db, sql, err) < 0;
		waited_ms += AGAIN_MS) {
		if (err->kind != ERR_BUSY || waited_ms >= BUSY_TIMEOUT_MS)
			return -1;
		sqlite3_sleep(AGAIN_MS);
		err_clear(err);
	}
	return 0;
}

/* All questions of one moment: another program may be making it just now. */
static int
look_whose(struct db *db, const char *path, long long *owner_out,
	int64_t *tables_out, struct err *err)
{
	char text[32];
	int rc;

	if (sqlite_exec(db, "BEGIN", err) < 0)
		return -1;
	rc = ask(conn_of(db), "PRAGMA application_id", text, sizeof(text), err);
	if (rc == 0)
		rc = sqlite_count_tables(db, NULL, tables_out, err);
	/* What is missing is why, should anything have failed. */
	if (sqlite_file_check_whole(conn_of(db), path, err) < 0)
		rc = -1;
	db_reset(db);
	sqlite3_exec(conn_of(db), "ROLLBACK", NULL, NULL, NULL);
	if (rc == 0)
		*owner_out = strtoll(text, NULL, 10);
	return rc;
}

static int
check_owner(struct db *db, const char *path, bool create, struct err *err)
{
	long long owner = 0;
	int64_t tables = 0;

	if (look_whose(db, path, &owner, &tables, err) < 0)
		return err_wrap(err, "%s", path);
	if (owner == APPLICATION_ID)
		return 0;
	if (owner != 0 || tables > 0)
		return err_set(err, ERR_CONFIG,
			"%s is a database of another program", path);
	if (!create)
		return 0; /* empty: schema_check will say so */
	/* A press touches ten pages for one row each: halves of the usual. */
	return exec_patiently(db,
		"PRAGMA page_size=2048; PRAGMA application_id=0x43436c64", err);
}

/*
 * What safety depends on: set, and believed only when read back (a build or a
 * file system may refuse WAL without an error).
 */
static const struct {
	const char *name;
	const char *value;
	const char *answer;
} settings[] = {
	{"journal_mode", "WAL", "wal"}, {"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"}, {"trusted_schema", "OFF", "0"},
	{"cell_size_check", "ON", "1"},
	{"recursive_triggers", "ON", "1"}, /* REPLACE deletes: refuse it too */
};

static int
configure(struct db *db, struct err *err)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		char sql[64], answer[32];

		snprintf(sql, sizeof(sql), "PRAGMA %s=%s", settings[i].name,
			settings[i].value);
		if (exec_patiently(db, sql, err) < 0)
			return -1;
		snprintf(sql, sizeof(sql), "PRAGMA %s", settings[i].name);
		if (ask(conn_of(db), sql, answer, sizeof(answer), err) < 0)
			return -1;
		if (strcmp(answer, settings[i].answer) != 0)
			return err_set(err, ERR_CONFIG,
				"the database answers %s=%s instead of %s: "
				"punches would not be safe in it",
				settings[i].name, answer, settings[i].value);
	}
	return 0;
}

/*
 * The WAL is written back once it holds so many pages, not 1000 as by default:
 * a page of an index that many punches touch is then written back once for all
 * of them. The file stays 16 MB long.
 */
static int
tune(struct db *db, struct err *err)
{
	return sqlite_exec(db, "PRAGMA wal_autocheckpoint=8000", err);
}

/* Of the path's file, which is the open one as long as that has not moved. */
static int
find_place(struct db *db, const char *path, struct err *err)
{
	struct stat file;

	if (stat(path, &file) < 0)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot look at %s", path);
	db->place = (struct db_place){file.st_dev, file.st_ino};
	return sqlite_check_place(db, err);
}

static const struct db_driver_ops ops = {
	.dialect = DB_SQLITE,
	.close = sqlite_close,
	.check_place = sqlite_check_place,
	.check_room = sqlite_check_room,
	.exec = sqlite_exec,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.lock_schema = sqlite_lock_schema,
	.count_tables = sqlite_count_tables,
	.prepare = sqlite_prepare,
	.finalize = sqlite_finalize,
	.reset = sqlite_reset,
	.bind_int = sqlite_bind_int,
	.bind_text = sqlite_bind_text,
	.bind_blob = sqlite_bind_blob,
	.step = sqlite_step,
	.is_null = sqlite_is_null,
	.get_int = sqlite_int,
	.get_text = sqlite_text,
	.get_blob = sqlite_blob,
};

static bool
sqlite_takes(const char *url)
{
	return strstr(url, "://") == NULL;
}

static int
sqlite_open(const struct db_source *source, bool create, struct db **db_out,
	struct err *err)
{
	const char *path = source->url;
	struct sqlite_db *sqlite;
	struct db *db;
	sqlite3 *conn = NULL;
	int rc;

	if (sqlite_file_prepare(path, create, err) < 0)
		return -1;
	/* Counting what it holds would make every connection share a lock. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	rc = sqlite3_open_v2(path, &conn,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			SQLITE_OPEN_EXRESCODE,
		NULL);
	if (rc != SQLITE_OK) {
		fail(conn, rc, err);
		sqlite3_close(conn);
		return err_wrap(err, "cannot open %s", path);
	}
	sqlite = mem_new(1, sizeof(*sqlite));
	sqlite->conn = conn;
	sqlite3_busy_handler(conn, wait_for_turn, sqlite);
	db = &sqlite->base;
	db->ops = &ops;
	if (check_owner(db, path, create, err) < 0 || configure(db, err) < 0 ||
		tune(db, err) < 0 || find_place(db, path, err) < 0) {
		db_close(&db);
		return -1;
	}
	*db_out = db;
	return 0;
}

const struct db_driver sqlite_driver = {
	.takes = sqlite_takes,
	.open = sqlite_open,
	.replace_begin = sqlite_replace_begin,
	.replace_end = sqlite_replace_end,
	.replace_drop = sqlite_replace_drop,
};
