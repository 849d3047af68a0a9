#include "catalog_db.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "sqlite/fail.h"

#define CATALOG_APPLICATION_ID 0x43434354 /* "CCCT" */
#define CATALOG_VERSION 3
#define CATALOG_PATH_BYTES 4200

/* How often a thing is tried, and how often it must look damaged. */
#define CATALOG_TRIES 4
#define CATALOG_SURE_DAMAGES 2

/* Patience with another process, and with one that was waited for in vain. */
#define CATALOG_PATIENCE_MS 1000
#define CATALOG_AGAIN_MS 20

static const char schema[] = "CREATE TABLE entry("
			     " account INTEGER NOT NULL,"
			     " kind INTEGER NOT NULL,"
			     " id BLOB NOT NULL,"
			     " number TEXT NOT NULL,"
			     " name TEXT NOT NULL,"
			     " active INTEGER NOT NULL,"
			     " meal_tracked INTEGER NOT NULL,"
			     " meal_length INTEGER NOT NULL,"
			     " meal_due INTEGER NOT NULL,"
			     " meal_early INTEGER NOT NULL,"
			     " all_cost_codes INTEGER NOT NULL,"
			     " given_len INTEGER NOT NULL,"
			     " sort TEXT NOT NULL,"     /* '' but for people */
			     " username TEXT NOT NULL," /* the same */
			     " UNIQUE(account, kind, id)"
			     ") STRICT;"
			     "CREATE TABLE code("
			     " account INTEGER NOT NULL,"
			     " location BLOB NOT NULL,"
			     " cost_code BLOB NOT NULL,"
			     " PRIMARY KEY(account, location, cost_code)"
			     ") STRICT, WITHOUT ROWID;"
			     "CREATE TABLE cursor("
			     " account INTEGER PRIMARY KEY,"
			     " cursor TEXT NOT NULL"
			     ") STRICT;"
			     "CREATE TABLE answer("
			     " account INTEGER NOT NULL,"
			     " name TEXT NOT NULL,"
			     " told_ms INTEGER NOT NULL,"
			     " body BLOB NOT NULL,"
			     " PRIMARY KEY(account, name)"
			     ") STRICT;";

/*
 * Every column in the order in which it is shown, so that reading is one walk.
 * Many new entries are put without it, and it is made when first read: their
 * places are all over it, and each page would write the whole of it.
 */
static const char order[] =
	"CREATE INDEX IF NOT EXISTS entry_order ON entry(account, kind,"
	" sort, number, name, given_len, id, active, meal_tracked, "
	"meal_length, meal_due,"
	" meal_early, all_cost_codes, username)";
static const char no_order[] = "DROP INDEX IF EXISTS entry_order";

static const char *const texts[] = {
#define X(name, sql) [CATALOG_##name] = sql,
	CATALOG_STATEMENTS(X)
#undef X
};

void
catalog_db_close(struct catalog_db *catalog)
{
	size_t i;

	for (i = 0; i < CATALOG_STATEMENT_COUNT; i++) {
		sqlite3_finalize(catalog->statements[i]);
		catalog->statements[i] = NULL;
	}
	/* _v2: somebody may be in the middle of reading */
	sqlite3_close_v2(catalog->db);
	catalog->db = NULL;
}

static void
catalog_db_discard(struct catalog_db *catalog)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	char path[CATALOG_PATH_BYTES];
	size_t i;

	catalog_db_close(catalog);
	if (catalog->path == NULL)
		return;
	for (i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		snprintf(
			path, sizeof(path), "%s%s", catalog->path, suffixes[i]);
		unlink(path);
	}
}

/* The number that a statement answers. Returns SQLite's result. */
static int
catalog_db_number(sqlite3 *db, const char *sql, int *number_out)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*number_out = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* Whether the file is ours, which a fault of reading leaves open. */
static int
catalog_db_look(sqlite3 *db, bool *is_ours_out)
{
	int id = 0, version = 0;
	int rc = catalog_db_number(db, "PRAGMA application_id", &id);

	if (rc == SQLITE_OK)
		rc = catalog_db_number(db, "PRAGMA user_version", &version);
	*is_ours_out =
		id == CATALOG_APPLICATION_ID && version == CATALOG_VERSION;
	return rc;
}

/* Inside a transaction: SQLITE_NOTADB when something else is there. */
static int
catalog_db_fill(sqlite3 *db)
{
	char mark[96];
	bool is_ours;
	int objects = 0;
	int rc = catalog_db_look(db, &is_ours);

	if (rc != SQLITE_OK || is_ours)
		return rc;
	rc = catalog_db_number(
		db, "SELECT count(*) FROM sqlite_schema", &objects);
	if (rc == SQLITE_OK && objects > 0)
		return SQLITE_NOTADB;
	snprintf(mark, sizeof(mark),
		"PRAGMA application_id = %d; PRAGMA user_version = %d",
		CATALOG_APPLICATION_ID, CATALOG_VERSION);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, schema, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, mark, NULL, NULL, NULL);
	return rc;
}

/* Makes the tables in an empty file, unless another process just did. */
static int
catalog_db_create(sqlite3 *db)
{
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = catalog_db_fill(db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/*
 * Looks at the file, and begins the moment of reading with that if one is
 * wanted: every run of the program does this, and each transaction of its own
 * costs locks.
 */
static int
catalog_db_look_in(struct catalog_db *catalog)
{
	bool is_ours = false;
	int rc = sqlite3_exec(catalog->db, "BEGIN", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = catalog_db_look(catalog->db, &is_ours);
	if (rc == SQLITE_OK && is_ours && catalog->readers > 0)
		return rc;
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(catalog->db, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK && !is_ours)
		rc = catalog_db_create(catalog->db);
	return rc;
}

/*
 * Returns SQLite's result; SQLITE_NOTADB: not, or no longer, ours. Read by
 * every run of the program, written seldom: no WAL, which would be made and
 * taken away again by each of them.
 */
static int
catalog_db_try(struct catalog_db *catalog, const char *path)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int fd, rc;

	/* made by us, for SQLite would let others read it */
	if (path == catalog->path) {
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0)
			close(fd);
	}
	rc = sqlite3_open_v2(path, &catalog->db, flags, NULL);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_busy_timeout(catalog->db,
		catalog->is_locked ? CATALOG_AGAIN_MS : CATALOG_PATIENCE_MS);
	sqlite3_db_config(catalog->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return catalog_db_look_in(catalog);
}

/* What is not what we wrote: our statements fail on nothing else. */
static bool
catalog_db_is_damage(int rc)
{
	rc &= 0xff;
	return fail_is_damage(rc) || rc == SQLITE_ERROR ||
	       rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH;
}

/* Counts a failure; a file that is damaged twice is thrown away. */
static void
catalog_db_doubt(struct catalog_db *catalog, int rc)
{
	catalog->is_locked = (rc & 0xff) == SQLITE_BUSY;
	catalog->faults++;
	if (catalog_db_is_damage(rc) &&
		++catalog->damages >= CATALOG_SURE_DAMAGES)
		catalog_db_discard(catalog);
	else
		catalog_db_close(catalog);
}

bool
catalog_db_again(struct catalog_db *catalog)
{
	return !catalog->is_locked && catalog->faults < CATALOG_TRIES;
}

void
catalog_db_well(struct catalog_db *catalog)
{
	catalog->faults = 0;
	catalog->damages = 0;
	catalog->is_locked = false;
}

/* In memory, for as long as the file cannot be had. */
static int
catalog_db_open_memory(struct catalog_db *catalog, struct err *err)
{
	if (catalog_db_try(catalog, ":memory:") == SQLITE_OK) {
		catalog_db_well(catalog);
		return 0;
	}
	fail_set(catalog->db, FAIL_READING, err);
	catalog_db_close(catalog);
	return -1;
}

/* The file; else the file begun anew; else memory. */
static int
catalog_db_open(struct catalog_db *catalog, struct err *err)
{
	int tries, rc;

	if (catalog->path == NULL)
		return catalog_db_open_memory(catalog, err);
	for (tries = 0; tries < CATALOG_TRIES; tries++) {
		rc = catalog_db_try(catalog, catalog->path);
		if (rc == SQLITE_OK)
			return 0;
		fail_set(catalog->db, FAIL_READING, err);
		catalog_db_doubt(catalog, rc);
		if (catalog->is_locked)
			return -1;
	}
	catalog->sick = *err;
	return catalog_db_open_memory(catalog, err);
}

int
catalog_db_fail(struct catalog_db *catalog, struct err *err)
{
	int rc = sqlite3_extended_errcode(catalog->db);

	fail_set(catalog->db, FAIL_READING, err);
	if (catalog->path != NULL)
		catalog_db_doubt(catalog, rc);
	if (!catalog_db_is_damage(rc))
		return -1;
	return err_set(err, ERR_DATA,
		"the kept copy of the catalogue was damaged and is thrown "
		"away; the next refresh brings a new one");
}

sqlite3_stmt *
catalog_db_get(struct catalog_db *catalog, enum catalog_statement which,
	struct err *err)
{
	sqlite3_stmt **stmt = &catalog->statements[which];

	if (catalog->db == NULL && catalog_db_open(catalog, err) < 0)
		return NULL;
	if (*stmt == NULL &&
		sqlite3_prepare_v3(catalog->db, texts[which], -1,
			SQLITE_PREPARE_PERSISTENT, stmt, NULL) != SQLITE_OK) {
		catalog_db_fail(catalog, err);
		return NULL;
	}
	return *stmt;
}

sqlite3_stmt *
catalog_db_read(struct catalog_db *catalog, enum catalog_statement which,
	struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_get(catalog, which, err);

	if (stmt != NULL && catalog->readers > 0 &&
		sqlite3_get_autocommit(catalog->db) &&
		catalog_db_run(catalog, CATALOG_READ, 0, err) < 0)
		return NULL;
	return stmt;
}

void
catalog_db_leave_read(struct catalog_db *catalog)
{
	struct err ignored;

	if (catalog->readers > 0 && catalog->db != NULL &&
		!sqlite3_get_autocommit(catalog->db))
		(void)catalog_db_run(catalog, CATALOG_COMMIT, 0, &ignored);
}

void
catalog_db_order(struct catalog_db *catalog, bool ordered)
{
	/* a lack of it costs time, nothing else */
	sqlite3_exec(catalog->db, ordered ? order : no_order, NULL, NULL, NULL);
}

/* What may be lost need not be synced often, and a page of it is large. */
int
catalog_db_begin(struct catalog_db *catalog, struct err *err)
{
	catalog_db_leave_read(catalog);
	if (catalog_db_run(catalog, CATALOG_QUICK, 0, err) < 0 ||
		catalog_db_run(catalog, CATALOG_ROOMY, 0, err) < 0)
		return -1;
	return catalog_db_run(catalog, CATALOG_BEGIN, 0, err);
}

int
catalog_db_run(struct catalog_db *catalog, enum catalog_statement which,
	int64_t account, struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_get(catalog, which, err);
	int rc;

	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_parameter_count(stmt) > 0)
		sqlite3_bind_int64(stmt, 1, account);
	rc = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : catalog_db_fail(catalog, err);
}
