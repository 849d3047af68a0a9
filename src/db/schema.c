#include "db/schema.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "driver.h"

#define SCRIPT_BYTES (256 * 1024)

/* The text of src/db/schema/<file>.sql, NUL-terminated. */
#define EMBED(name, file)                                                      \
	extern const char name[] __attribute__((visibility("hidden")));        \
	__asm__(".pushsection .rodata\n"                                       \
		".hidden " #name "\n"                                          \
		".global " #name "\n" #name ":\n"                              \
		".incbin \"src/db/schema/" file ".sql\"\n"                     \
		".byte 0\n"                                                    \
		".popsection\n")

EMBED(schema_1, "1");
EMBED(schema_1_sqlite, "1-sqlite");
EMBED(schema_1_postgresql, "1-postgresql");
EMBED(schema_2, "2");
EMBED(schema_2_sqlite, "2-sqlite");
EMBED(schema_2_postgresql, "2-postgresql");
EMBED(schema_3, "3");

/* Migration i leads to version i + 1: the shared text, then the own one. */
static const struct {
	const char *shared;
	const char *own[2]; /* by enum db_dialect */
} migrations[SCHEMA_VERSION] = {
	{schema_1, {schema_1_sqlite, schema_1_postgresql}},
	{schema_2, {schema_2_sqlite, schema_2_postgresql}},
	{schema_3, {"", ""}},
};

/* The shared text is in SQLite's words; these are PostgreSQL's. */
static const char *const postgresql_words[][2] = {
	{"INTEGER", "BIGINT"},
	{"BLOB", "BYTEA"},
};

/* What stands behind a table from here to its semicolon is SQLite's alone. */
static const char sqlite_only[] = "STRICT";

static void
add_word(enum db_dialect dialect, const char *word, size_t len, struct str *out)
{
	size_t n = sizeof(postgresql_words) / sizeof(postgresql_words[0]);

	for (size_t i = 0; dialect == DB_POSTGRESQL && i < n; i++) {
		const char *from = postgresql_words[i][0];

		if (strlen(from) == len && memcmp(from, word, len) == 0) {
			str_addz(out, postgresql_words[i][1]);
			return;
		}
	}
	str_add(out, word, len);
}

static void
translate(enum db_dialect dialect, const char *sql, struct str *out)
{
	while (*sql) {
		size_t len = 0;

		while (isalnum((unsigned char)sql[len]) || sql[len] == '_')
			len++;
		if (dialect == DB_POSTGRESQL &&
			len == sizeof(sqlite_only) - 1 &&
			memcmp(sql, sqlite_only, len) == 0) {
			sql += strcspn(sql, ";");
			continue;
		}
		if (len == 0)
			str_addc(out, *sql++);
		else
			add_word(dialect, sql, len, out);
		sql += len;
	}
}

static int
migrate_one(struct db *db, int version, struct err *err)
{
	struct str script;
	int rc;

	str_init(&script, SCRIPT_BYTES);
	translate(db->ops->dialect, migrations[version - 1].shared, &script);
	str_addz(&script, migrations[version - 1].own[db->ops->dialect]);
	str_addf(&script,
		"DELETE FROM schema_version;"
		"INSERT INTO schema_version VALUES (%d);",
		version);
	rc = str_is_cut(&script) ? err_set(err, ERR_INTERNAL,
					   "schema %d is too long", version)
				 : db->ops->exec(db, script.data, err);
	str_release(&script);
	return rc;
}

int
schema_find(struct db *db, int *version_out, struct err *err)
{
	struct db_stmt *stmt;
	int64_t ours, any, version;
	bool row;

	if (db->ops->count_tables(db, "schema_version", &ours, err) < 0 ||
		db->ops->count_tables(db, NULL, &any, err) < 0)
		return -1;
	if (ours == 0 && any > 0)
		return err_set(err, ERR_CONFIG,
			"this is a database of another program");
	if (ours == 0) {
		*version_out = 0;
		return 0;
	}
	if (db_prepare(db, "SELECT max(version) FROM schema_version", &stmt,
		    err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	version = db_int(stmt, 0);
	db_reset(db);
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_CONFIG,
			"the database is of a newer connectd (schema %lld, "
			"this one knows %d): update connectd",
			(long long)version, SCHEMA_VERSION);
	*version_out = (int)version;
	return 0;
}

int
schema_raise(struct db *db, int from, int to, struct err *err)
{
	for (int version = from + 1; version <= to; version++)
		if (migrate_one(db, version, err) < 0)
			return err_wrap(err,
				"cannot bring the database to schema %d",
				version);
	return 0;
}

static int
migrate(struct db *db, int *from_out, struct err *err)
{
	int from = 0;

	if (db->ops->lock_schema(db, err) < 0 ||
		schema_find(db, &from, err) < 0 ||
		schema_raise(db, from, SCHEMA_VERSION, err) < 0 ||
		db_commit(db, err) < 0)
		return -1;
	*from_out = from;
	return 0;
}

int
schema_migrate(struct db *db, int *from_out, struct err *err)
{
	if (db_begin(db, err) < 0)
		return -1;
	if (migrate(db, from_out, err) < 0) {
		db_rollback(db);
		return -1;
	}
	return 0;
}

/* --- triggers ------------------------------------------------------------ */

static size_t
count_of(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text += strlen(word);
	}
	return n;
}

/* Those of the ledger: name and text in SQLite, which keeps it as it was; in
 * PostgreSQL those that are not switched off. */
static const char *const triggers_sql[] = {
	[DB_SQLITE] = "SELECT name, sql FROM sqlite_schema"
		      " WHERE type = 'trigger'",
	[DB_POSTGRESQL] =
		"SELECT CAST(t.tgname AS TEXT), '' FROM pg_catalog.pg_trigger t"
		" JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
		" WHERE NOT t.tgisinternal"
		" AND t.tgenabled IN ('O', 'A')"
		" AND c.relnamespace = current_schema()::regnamespace",
};

/* Whether a migration makes a trigger of this name, in these words. */
static bool
is_ours(enum db_dialect dialect, const char *name, const char *sql)
{
	char head[128];

	snprintf(head, sizeof(head), "CREATE TRIGGER %s ", name);
	for (int i = 0; i < SCHEMA_VERSION; i++) {
		const char *own = migrations[i].own[dialect];

		if (strstr(own, head) != NULL && strstr(own, sql) != NULL)
			return true;
	}
	return false;
}

/* What keeps the ledger append-only stands, as this program made it. */
static int
check_triggers(struct db *db, struct err *err)
{
	struct db_stmt *stmt;
	size_t wanted = 0;
	bool row = true;

	for (int i = 0; i < SCHEMA_VERSION; i++)
		wanted += count_of(
			migrations[i].own[db->ops->dialect], "CREATE TRIGGER ");

	if (db_prepare(db, triggers_sql[db->ops->dialect], &stmt, err) < 0)
		return -1;
	while (wanted > 0) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		wanted -= is_ours(
			db->ops->dialect, db_text(stmt, 0), db_text(stmt, 1));
	}
	db_reset(db);
	if (wanted == 0)
		return 0;
	return err_set(err, ERR_CONFIG,
		"the database lacks the triggers that keep its ledger from "
		"being changed: take it back from a backup, or find out who "
		"dropped them");
}

int
schema_check(struct db *db, struct err *err)
{
	int version = 0;

	if (schema_find(db, &version, err) < 0)
		return -1;
	if (version == 0)
		return err_set(err, ERR_CONFIG,
			"the database is empty: connectd init makes a company "
			"in it");
	if (version < SCHEMA_VERSION)
		return err_set(err, ERR_CONFIG,
			"the database is of an older connectd (schema %d of "
			"%d): run connectd migrate",
			version, SCHEMA_VERSION);
	return check_triggers(db, err);
}
