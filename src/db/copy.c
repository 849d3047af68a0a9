#include "db/copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "db/schema.h"
#include "driver.h"
#include "table.h"

#define SQL_BYTES 16384
#define FETCH_ROWS 1000 /* of a server's, at a time */

/* What is not copied, and why. */
static const char *const left_out[] = {
	"schema_version",  /* stands there already */
	"service_key",     /* each service makes its own */
	"session",         /* one that was ended since would live again */
	"access_token",    /* of a session */
	"sign_in_failure", /* forgotten within a day as it is */
	"kiosk_code",      /* may have been used since */
	"letter", /* with its link in clear; may have been sent since */
	"letter_wish",
};

struct copy {
	struct db *from;
	struct db *to;
	const struct copy_watch *watch;
	int64_t done;
	int64_t total;
};

/* One table on its way; its statements are kept by their address. */
struct passage {
	const struct table *table;
	struct str count;
	struct str rows; /* all, or of a server the next of them */
	struct str open; /* of a server: begins to read */
	struct str insert;
	const struct db_stmt *row;
};

static bool
is_left_out(const struct table *table)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(table->name, left_out[i]) == 0)
			return true;
	return false;
}

static void
add_columns(struct str *sql, const struct table *table)
{
	for (int i = 0; i < table->count; i++)
		str_addf(sql, "%s%s", i > 0 ? ", " : "", table->columns[i]);
}

static void
write_sql(struct passage *it, const struct table *table, enum db_dialect from)
{
	struct str *select = from == DB_SQLITE ? &it->rows : &it->open;

	*it = (struct passage){.table = table};
	str_init(&it->count, SQL_BYTES);
	str_init(&it->rows, SQL_BYTES);
	str_init(&it->open, SQL_BYTES);
	str_init(&it->insert, SQL_BYTES);
	str_addf(&it->count, "SELECT count(*) FROM %s", table->name);
	if (from == DB_POSTGRESQL) {
		str_addf(&it->open, "DECLARE copy_%s CURSOR FOR ", table->name);
		str_addf(&it->rows, "FETCH %d FROM copy_%s", FETCH_ROWS,
			table->name);
	}
	str_addz(select, "SELECT ");
	add_columns(select, table);
	str_addf(select, " FROM %s", table->name);
	str_addf(&it->insert, "INSERT INTO %s (", table->name);
	add_columns(&it->insert, table);
	str_addz(&it->insert, ") VALUES (");
	for (int i = 0; i < table->count; i++)
		str_addf(&it->insert, "%s?%d", i > 0 ? ", " : "", i + 1);
	str_addc(&it->insert, ')');
}

static void
forget_sql(struct passage *it)
{
	str_release(&it->count);
	str_release(&it->rows);
	str_release(&it->open);
	str_release(&it->insert);
}

/* The columns of the row that is read, as values of the one that is written. */
static void
bind_row(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct passage *it = ctx;
	const struct db_stmt *row = it->row;
	const void *bytes;
	size_t len;

	(void)i;
	for (int c = 0; c < it->table->count; c++) {
		if (row->db->ops->is_null(row, c))
			continue;
		switch (it->table->types[c]) {
		case TABLE_INT:
			db_bind_int(stmt, c + 1, db_int(row, c));
			break;
		case TABLE_TEXT:
			db_bind_text(stmt, c + 1, db_text(row, c));
			break;
		case TABLE_BLOB:
			bytes = db_blob(row, c, &len);
			db_bind_blob(
				stmt, c + 1, bytes != NULL ? bytes : "", len);
			break;
		}
	}
}

/* The next row that is read; a server hands them out in parts. */
static int
next_row(struct db_stmt *stmt, int64_t read, bool *row_out, struct err *err)
{
	if (db_step(stmt, row_out, err) < 0)
		return -1;
	if (*row_out || stmt->db->ops->dialect == DB_SQLITE || read == 0 ||
		read % FETCH_ROWS != 0)
		return 0;
	stmt->db->ops->reset(stmt);
	return db_step(stmt, row_out, err);
}

static void
tell(const struct copy *copy)
{
	if (copy->watch != NULL)
		copy->watch->on_rows(copy->watch->ctx, copy->done, copy->total);
}

static int
copy_rows(struct copy *copy, struct passage *it, struct err *err)
{
	struct db_batch_call call = {.bind = bind_row, .ctx = it};
	struct db_stmt *stmt;
	int64_t read = 0;
	bool row;

	if (it->open.len > 0 &&
		copy->from->ops->exec(copy->from, it->open.data, err) < 0)
		return -1;
	if (db_prepare(copy->from, it->rows.data, &stmt, err) < 0)
		return -1;
	for (;;) {
		if (next_row(stmt, read, &row, err) < 0)
			return -1;
		if (!row)
			break;
		it->row = stmt;
		read++;
		call.later = read % FETCH_ROWS != 0;
		if (db_batch(copy->to, it->insert.data, 1, &call, err) < 0)
			return -1;
		copy->done++;
		if (!call.later)
			tell(copy);
	}
	tell(copy);
	db_reset(copy->from);
	return 0;
}

static int
count_rows(struct copy *copy, struct passage *it, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(copy->from, it->count.data, &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	copy->total += db_int(stmt, 0);
	db_reset(copy->from);
	return 0;
}

/* Counts first: whoever watches wants to know how many there will be. */
static int
copy_tables(
	struct copy *copy, struct passage *passages, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (count_rows(copy, &passages[i], err) < 0)
			return err_wrap(
				err, "table %s", passages[i].table->name);
	for (size_t i = 0; i < n; i++)
		if (copy_rows(copy, &passages[i], err) < 0)
			return err_wrap(
				err, "table %s", passages[i].table->name);
	return 0;
}

/* How a database is made says this program, not the one that is copied. */
static int
make_like(struct db *from, struct db *to, struct err *err)
{
	int version;

	if (schema_find(from, &version, err) < 0)
		return -1;
	if (version == 0)
		return err_set(err, ERR_CONFIG, "there is no company in it");
	return schema_raise(to, 0, version, err);
}

/*
 * Waits for the answers to all that was sent. PostgreSQL counts its rows by
 * itself, but a minute later: what reads them at once, as the check does, would
 * be planned for empty tables, and walk each once for each row of another.
 */
static int
settle(struct copy *copy, const struct passage *passages, size_t n,
	struct err *err)
{
	struct str sql;
	int rc;

	str_init(&sql, SQL_BYTES);
	str_addz(&sql, "SELECT 1");
	for (size_t i = 0; i < n; i++)
		if (copy->to->ops->dialect == DB_POSTGRESQL)
			str_addf(&sql, ";ANALYZE %s", passages[i].table->name);
	rc = copy->to->ops->exec(copy->to, sql.data, err);
	str_release(&sql);
	return rc;
}

static int
copy_all(struct copy *copy, struct passage *passages, struct tables *tables,
	struct err *err)
{
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < tables->count; i++)
		if (!is_left_out(tables->items[i]))
			write_sql(&passages[n++], tables->items[i],
				copy->from->ops->dialect);
	rc = copy_tables(copy, passages, n, err);
	if (rc == 0)
		rc = settle(copy, passages, n, err);
	if (rc < 0)
		db_rollback(copy->to);
	db_forget(copy->from);
	db_forget(copy->to);
	for (size_t i = 0; i < n; i++)
		forget_sql(&passages[i]);
	return rc;
}

int
copy_database(struct db *from, struct db *to, const struct copy_watch *watch,
	int64_t *rows_out, struct err *err)
{
	struct copy copy = {.from = from, .to = to, .watch = watch};
	struct tables tables = {.count = 0};
	struct passage *passages = mem_new(TABLES_MAX, sizeof(*passages));
	int rc = -1;

	if (db_begin_read(from, err) == 0 && make_like(from, to, err) == 0 &&
		table_list(to, &tables, err) == 0)
		rc = copy_all(&copy, passages, &tables, err);
	db_rollback(from);
	table_release(&tables);
	free(passages);
	*rows_out = copy.done;
	return rc;
}
