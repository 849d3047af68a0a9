#include <sqlite3.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "journal/journal.h"
#include "place.h"
#include "reading.h"
#include "sqlite/fail.h"

#define LINE_MAX_BYTES (1024 * 1024)

struct export
{
	sqlite3 *db;
	struct str line;
	journal_on_line *on_line;
	void *ctx;
	bool on;
};

static void
export_blob(struct jsonout *json, const char *key, const void *bytes, int len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *at = bytes;
	char *text = mem_new((size_t)len * 2 + 1, 1);
	int i;

	for (i = 0; i < len; i++) {
		text[2 * i] = digits[at[i] >> 4];
		text[2 * i + 1] = digits[at[i] & 15];
	}
	jsonout_text(json, key, text);
	free(text);
}

static void
export_column(struct jsonout *json, sqlite3_stmt *stmt, int i)
{
	const char *key = sqlite3_column_name(stmt, i);

	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		jsonout_int(json, key, sqlite3_column_int64(stmt, i));
		break;
	case SQLITE_NULL:
		jsonout_null(json, key);
		break;
	case SQLITE_BLOB:
		export_blob(json, key, sqlite3_column_blob(stmt, i),
			sqlite3_column_bytes(stmt, i));
		break;
	default:
		jsonout_text(
			json, key, (const char *)sqlite3_column_text(stmt, i));
	}
}

static void
export_row(struct export *export, const char *table, sqlite3_stmt *stmt)
{
	struct jsonout json;
	int i;

	str_clear(&export->line);
	jsonout_init(&json, &export->line);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "table", table);
	jsonout_object(&json, "row");
	for (i = 0; i < sqlite3_column_count(stmt); i++)
		export_column(&json, stmt, i);
	jsonout_object_end(&json);
	jsonout_object_end(&json);
	export->on = export->on_line(export->ctx, export->line.data);
}

/* What cannot be read of one table is said; the others are given, too. */
static int
export_table(struct export *export, const char *table, struct err *err)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(export->db, sql, -1, &stmt, NULL);

	sqlite3_free(sql);
	if (rc != SQLITE_OK)
		return fail_set(export->db, FAIL_READING, err);
	do {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			export_row(export, table, stmt);
	} while (rc == SQLITE_ROW && export->on);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		fail_set(export->db, FAIL_READING, err);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : -1;
}

static int
export_tables(struct export *export, struct err *err)
{
	static const char tables[] = "SELECT name FROM sqlite_schema "
				     "WHERE type = 'table' AND "
				     "name NOT IN ('reserve') "
				     "ORDER BY name";
	sqlite3_stmt *stmt;
	int rc = 0;
	int got = SQLITE_DONE;

	if (sqlite3_prepare_v2(export->db, tables, -1, &stmt, NULL) !=
		SQLITE_OK)
		return fail_set(export->db, FAIL_READING, err);
	while (export->on && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(stmt, 0);

		if (table != NULL && export_table(export, table, err) < 0)
			rc = -1;
	}
	if (export->on && got != SQLITE_DONE)
		rc = fail_set(export->db, FAIL_READING, err);
	sqlite3_finalize(stmt);
	return rc;
}

/* What stands there may be of any version, but a file. */
static int
export_open(
	const char *dir, const char *path, sqlite3 **db_out, struct err *err)
{
	struct place place;

	if (place_look(dir, path, &place, err) < 0)
		return -1;
	if (place.state == PLACE_EMPTY && !place.has_wal)
		return err_set(
			err, ERR_NOT_FOUND, "there is no journal at %s", path);
	return reading_open(path, place.has_wal, db_out, err);
}

int
journal_export(
	const char *dir, journal_on_line *on_line, void *ctx, struct err *err)
{
	struct export export = {.on_line = on_line, .ctx = ctx, .on = true};
	struct str path;
	int rc;

	str_init(&path, 4096);
	str_init(&export.line, LINE_MAX_BYTES);
	file_join(&path, dir, JOURNAL_FILE);
	rc = export_open(dir, path.data, &export.db, err);
	if (rc == 0)
		rc = export_tables(&export, err);
	sqlite3_close(export.db);
	str_release(&export.line);
	str_release(&path);
	return rc;
}
