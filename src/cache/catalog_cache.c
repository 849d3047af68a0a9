#include "cache/catalog_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "catalog_db.h"
#include "sqlite/value.h"

/* A page of so many belongs to a load, not to a change. */
#define CATALOG_MANY 500

struct catalog_cache_file {
	struct catalog_db db;
};

struct catalog_cache_file *
catalog_cache_open(const char *dir)
{
	struct catalog_cache_file *file = mem_new(1, sizeof(*file));
	struct str path;

	if (dir == NULL || file_make_dir(dir, &file->db.sick) < 0)
		return file;
	str_init(&path, 4096);
	file_join(&path, dir, CATALOG_CACHE_FILE);
	file->db.path = str_take(&path);
	str_release(&path);
	return file;
}

void
catalog_cache_close(struct catalog_cache_file *file)
{
	if (file == NULL)
		return;
	catalog_db_close(&file->db);
	free(file->db.path);
	free(file);
}

/* After the last try of an operation. */
static void
catalog_end(struct catalog_db *db, int rc)
{
	if (rc >= 0)
		catalog_db_well(db);
	else
		db->faults = 0;
}

/* The result of a statement that gives no row. */
static int
catalog_done(struct catalog_db *db, sqlite3_stmt *stmt, struct err *err)
{
	int rc = sqlite3_step(stmt);

	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : catalog_db_fail(db, err);
}

static void
catalog_bind_key(sqlite3_stmt *stmt, int64_t account, enum entry_kind kind,
	const struct id *id)
{
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_int(stmt, 2, (int)kind);
	sqlite3_bind_blob(stmt, 3, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
}

/* People are listed by their family names, case and accents aside. */
static void
catalog_sort_key(const struct entry *entry, struct str *out)
{
	struct str sorted;

	if (entry->kind != ENTRY_EMPLOYEE)
		return;
	str_init(&sorted, 2 * ENTRY_NAME_BYTES);
	name_sorted(&sorted, entry->name, entry->given_len);
	text_fold(out, sorted.data, sorted.len);
	str_release(&sorted);
}

static int
catalog_put_entry(struct catalog_db *db, int64_t account,
	const struct entry *entry, struct err *err)
{
	/* a tombstone may be only an id: what it was called stays */
	bool bury = !entry->active && entry->name[0] == '\0';
	sqlite3_stmt *stmt =
		catalog_db_get(db, bury ? CATALOG_BURY : CATALOG_PUT, err);
	struct str sort;
	int rc;

	if (stmt == NULL)
		return -1;
	str_init(&sort, 4 * ENTRY_NAME_BYTES);
	catalog_bind_key(stmt, account, entry->kind, &entry->id);
	if (!bury) {
		catalog_sort_key(entry, &sort);
		sqlite3_bind_text(stmt, 4, entry->number, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 5, entry->name, -1, SQLITE_STATIC);
		sqlite3_bind_int(stmt, 6, entry->active);
		sqlite3_bind_int(stmt, 7, entry->meal.tracked);
		sqlite3_bind_int(stmt, 8, entry->meal.length_minutes);
		sqlite3_bind_int(stmt, 9, entry->meal.due_after_minutes);
		sqlite3_bind_int(stmt, 10, (int)entry->meal.early);
		sqlite3_bind_int(stmt, 11, entry->all_cost_codes);
		sqlite3_bind_int(stmt, 12, entry->given_len);
		sqlite3_bind_text(stmt, 13, sort.data, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 14, entry->username, -1, SQLITE_STATIC);
	}
	rc = catalog_done(db, stmt, err);
	str_release(&sort);
	return rc;
}

/* The viewset of a location, in place of the one before. */
static int
catalog_put_codes(struct catalog_db *db, int64_t account,
	const struct entry *entry, struct err *err)
{
	const struct id *location = &entry->id;
	sqlite3_stmt *stmt = catalog_db_get(db, CATALOG_CODES_DROP, err);
	size_t i;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_blob(stmt, 2, location->bytes, sizeof(location->bytes),
		SQLITE_STATIC);
	if (catalog_done(db, stmt, err) < 0)
		return -1;
	for (i = 0; !entry->all_cost_codes && i < entry->cost_code_count; i++) {
		stmt = catalog_db_get(db, CATALOG_CODES_ADD, err);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, account);
		sqlite3_bind_blob(stmt, 2, location->bytes,
			sizeof(location->bytes), SQLITE_STATIC);
		sqlite3_bind_blob(stmt, 3, entry->cost_codes[i].bytes,
			sizeof(entry->cost_codes[i].bytes), SQLITE_STATIC);
		if (catalog_done(db, stmt, err) < 0)
			return -1;
	}
	return 0;
}

static int
catalog_set_cursor(struct catalog_db *db, int64_t account, const char *cursor,
	struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_get(db, CATALOG_CURSOR_SET, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_text(stmt, 2, cursor, -1, SQLITE_STATIC);
	return catalog_done(db, stmt, err);
}

/* Ends a transaction that failed; a damaged file is closed already. */
static int
catalog_undo(struct catalog_db *db)
{
	struct err ignored;

	if (db->db != NULL && !sqlite3_get_autocommit(db->db))
		catalog_db_run(db, CATALOG_ROLLBACK, 0, &ignored);
	return -1;
}

static int
catalog_try_put(struct catalog_db *db, int64_t account,
	const struct entry *entries, size_t n, const char *cursor,
	struct err *err)
{
	size_t i;

	if (catalog_db_begin(db, err) < 0)
		return -1;
	if (n >= CATALOG_MANY)
		catalog_db_order(db, false);
	for (i = 0; i < n; i++) {
		if (catalog_put_entry(db, account, &entries[i], err) < 0 ||
			(entries[i].kind == ENTRY_LOCATION &&
				entries[i].active &&
				catalog_put_codes(
					db, account, &entries[i], err) < 0))
			return catalog_undo(db);
	}
	if (catalog_set_cursor(db, account, cursor, err) < 0 ||
		catalog_db_run(db, CATALOG_COMMIT, 0, err) < 0)
		return catalog_undo(db);
	return 0;
}

static int
catalog_put(void *self, int64_t account, const struct entry *entries, size_t n,
	const char *cursor, struct err *err)
{
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_put(db, account, entries, n, cursor, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	if (rc == 0)
		err_clear(&db->sick);
	return rc;
}

static int
catalog_try_cursor(struct catalog_db *db, int64_t account,
	char cursor_out[CATALOG_CURSOR_BYTES], struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_read(db, CATALOG_CURSOR_GET, err);
	char cursor[CATALOG_CURSOR_BYTES] = "";
	int rc = stmt == NULL ? -1 : 0;
	int got;

	if (rc == 0) {
		sqlite3_bind_int64(stmt, 1, account);
		got = sqlite3_step(stmt);
		if (got == SQLITE_ROW)
			value_read_text(stmt, 0, cursor, sizeof(cursor));
		sqlite3_reset(stmt);
		if (got != SQLITE_ROW && got != SQLITE_DONE)
			rc = catalog_db_fail(db, err);
	}
	if (rc == 0)
		memcpy(cursor_out, cursor, sizeof(cursor));
	return rc;
}

static int
catalog_cursor(void *self, int64_t account,
	char cursor_out[CATALOG_CURSOR_BYTES], struct err *err)
{
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_cursor(db, account, cursor_out, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	return rc;
}

static int
catalog_try_forget(struct catalog_db *db, int64_t account, struct err *err)
{
	if (catalog_db_begin(db, err) < 0)
		return -1;
	if (catalog_db_run(db, CATALOG_FORGET_ENTRIES, account, err) < 0 ||
		catalog_db_run(db, CATALOG_FORGET_CODES, account, err) < 0 ||
		catalog_db_run(db, CATALOG_FORGET_CURSOR, account, err) < 0 ||
		catalog_db_run(db, CATALOG_FORGET_ANSWERS, account, err) < 0 ||
		catalog_db_run(db, CATALOG_COMMIT, 0, err) < 0)
		return catalog_undo(db);
	return 0;
}

static int
catalog_forget(void *self, int64_t account, struct err *err)
{
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_forget(db, account, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	return rc;
}

static bool
catalog_read(sqlite3_stmt *stmt, struct entry *entry)
{
	entry->kind = (enum entry_kind)sqlite3_column_int(stmt, 1);
	entry->active = sqlite3_column_int(stmt, 5) != 0;
	entry->meal.tracked = sqlite3_column_int(stmt, 6) != 0;
	entry->meal.length_minutes = sqlite3_column_int(stmt, 7);
	entry->meal.due_after_minutes = sqlite3_column_int(stmt, 8);
	entry->meal.early = (enum meal_early)sqlite3_column_int(stmt, 9);
	entry->all_cost_codes = sqlite3_column_int(stmt, 10) != 0;
	entry->given_len = (uint8_t)sqlite3_column_int(stmt, 11);
	entry->by_username = sqlite3_column_int(stmt, 14) != 0;
	entry->cost_codes = NULL;
	entry->cost_code_count = 0;
	return value_read_id(stmt, 2, &entry->id) &&
	       value_read_text(stmt, 3, entry->number, sizeof(entry->number)) &&
	       value_read_text(stmt, 4, entry->name, sizeof(entry->name)) &&
	       value_read_text(
		       stmt, 13, entry->username, sizeof(entry->username));
}

static int
catalog_try_find(struct catalog_db *db, int64_t account, enum entry_kind kind,
	const struct id *id, struct entry *entry_out, struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_read(db, CATALOG_FIND, err);
	bool found;
	int rc;

	if (stmt == NULL)
		return -1;
	catalog_bind_key(stmt, account, kind, id);
	rc = sqlite3_step(stmt);
	found = rc == SQLITE_ROW && catalog_read(stmt, entry_out);
	sqlite3_reset(stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return catalog_db_fail(db, err);
	if (found)
		return 0;
	if (db->sick.kind != ERR_NONE)
		*err = db->sick;
	else
		err_set(err, ERR_NOT_FOUND, "not in the catalogue");
	return 1;
}

static int
catalog_find(void *self, int64_t account, enum entry_kind kind,
	const struct id *id, struct entry *entry_out, struct err *err)
{
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_find(db, account, kind, id, entry_out, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	return rc == 0 ? 0 : -1;
}

/*
 * Whether only some cost codes may be chosen there. A part of a try: that it
 * succeeds says nothing of the rest.
 */
static bool
catalog_is_limited(
	struct catalog_db *db, int64_t account, const struct id *location)
{
	struct entry entry = {0};
	struct err ignored;

	return location != NULL && !id_is_nil(location) &&
	       catalog_try_find(db, account, ENTRY_LOCATION, location, &entry,
		       &ignored) == 0 &&
	       !entry.all_cost_codes;
}

/* One walk through the list. */
struct walk {
	int64_t account;
	enum entry_kind kind;
	const struct id *location;
	catalog_on_entry *on_entry;
	void *ctx;
	size_t given;
};

/* Gives the rows of a statement that was taken; the result of the last. */
static int
catalog_give(sqlite3_stmt *stmt, struct walk *walk)
{
	struct entry entry;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (!catalog_read(stmt, &entry))
			continue;
		walk->given++;
		if (!walk->on_entry(walk->ctx, &entry))
			break;
	}
	sqlite3_reset(stmt);
	return rc;
}

static int
catalog_try_each(struct catalog_db *db, struct walk *walk, struct err *err)
{
	bool limited = walk->kind == ENTRY_COST_CODE &&
		       catalog_is_limited(db, walk->account, walk->location);
	enum catalog_statement which = limited ? CATALOG_EACH_OF : CATALOG_EACH;
	sqlite3_stmt *stmt = catalog_db_read(db, which, err);
	sqlite3 *read = db->db;
	int rc;

	if (stmt == NULL)
		return -1;
	catalog_db_order(db, true);
	/* whom the entries are given to may ask for others meanwhile */
	db->statements[which] = NULL;
	sqlite3_bind_int64(stmt, 1, walk->account);
	sqlite3_bind_int(stmt, 2, (int)walk->kind);
	if (limited)
		value_bind_id(stmt, 3, walk->location);
	rc = catalog_give(stmt, walk);
	if (db->statements[which] == NULL && read == db->db) {
		db->statements[which] = stmt;
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return catalog_db_fail(db, err);
		return 0;
	}
	sqlite3_finalize(stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return err_set(err, ERR_DISK, "the list could not be read");
	return 0;
}

static int
catalog_each(void *self, int64_t account, enum entry_kind kind,
	const struct id *location, catalog_on_entry *on_entry, void *ctx,
	struct err *err)
{
	struct catalog_db *db = self;
	struct walk walk = {account, kind, location, on_entry, ctx, 0};
	int rc;

	do
		rc = catalog_try_each(db, &walk, err);
	while (rc < 0 && walk.given == 0 && catalog_db_again(db));
	catalog_end(db, rc);
	if (rc < 0 || walk.given > 0 || db->sick.kind == ERR_NONE)
		return rc;
	*err = db->sick;
	return -1;
}

/* --- answers -------------------------------------------------------------- */

/* One answer, to be kept. */
struct answer {
	int64_t account;
	const char *name;
	int64_t told_ms;
	const struct str *body;
};

static int
catalog_try_keep(
	struct catalog_db *db, const struct answer *answer, struct err *err)
{
	sqlite3_stmt *stmt;

	if (catalog_db_begin(db, err) < 0)
		return -1;
	stmt = catalog_db_get(db, CATALOG_KEEP, err);
	if (stmt == NULL)
		return catalog_undo(db);
	sqlite3_bind_int64(stmt, 1, answer->account);
	sqlite3_bind_text(stmt, 2, answer->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, answer->told_ms);
	sqlite3_bind_blob64(
		stmt, 4, answer->body->data, answer->body->len, SQLITE_STATIC);
	if (catalog_done(db, stmt, err) < 0 ||
		catalog_db_run(db, CATALOG_KEPT_DROP, answer->account, err) <
			0 ||
		catalog_db_run(db, CATALOG_COMMIT, 0, err) < 0)
		return catalog_undo(db);
	return 0;
}

static int
catalog_keep(void *self, int64_t account, const char *name, int64_t told_ms,
	const struct str *body, struct err *err)
{
	const struct answer answer = {account, name, told_ms, body};
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_keep(db, &answer, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	return rc;
}

/* 1: there is none. */
static int
catalog_try_kept(struct catalog_db *db, struct answer *answer,
	struct str *body_out, struct err *err)
{
	sqlite3_stmt *stmt = catalog_db_read(db, CATALOG_KEPT, err);
	int rc;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, answer->account);
	sqlite3_bind_text(stmt, 2, answer->name, -1, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		answer->told_ms = sqlite3_column_int64(stmt, 0);
		str_add(body_out, sqlite3_column_blob(stmt, 1),
			(size_t)sqlite3_column_bytes(stmt, 1));
	}
	sqlite3_reset(stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return catalog_db_fail(db, err);
	if (rc == SQLITE_ROW)
		return 0;
	err_set(err, ERR_NOT_FOUND, "nothing of this was kept");
	return 1;
}

static int
catalog_kept(void *self, int64_t account, const char *name,
	int64_t *told_ms_out, struct str *body_out, struct err *err)
{
	struct answer answer = {.account = account, .name = name};
	struct catalog_db *db = self;
	int rc;

	do
		rc = catalog_try_kept(db, &answer, body_out, err);
	while (rc < 0 && catalog_db_again(db));
	catalog_end(db, rc);
	if (rc == 0)
		*told_ms_out = answer.told_ms;
	return rc == 0 ? 0 : -1;
}

static void
catalog_begin_read(void *self)
{
	struct catalog_db *db = self;

	db->readers++;
}

static void
catalog_end_read(void *self)
{
	struct catalog_db *db = self;

	if (db->readers == 1)
		catalog_db_leave_read(db);
	db->readers--;
}

struct catalog_cache
catalog_cache_port(struct catalog_cache_file *file)
{
	static const struct catalog_cache_ops ops = {
		.put = catalog_put,
		.cursor = catalog_cursor,
		.forget = catalog_forget,
		.each = catalog_each,
		.find = catalog_find,
		.keep = catalog_keep,
		.kept = catalog_kept,
		.begin_read = catalog_begin_read,
		.end_read = catalog_end_read,
	};

	return (struct catalog_cache){.ops = &ops, .self = &file->db};
}
