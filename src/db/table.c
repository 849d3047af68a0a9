#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "driver.h"

/*
 * Table, column and type, in the order in which they were made; the head of the
 * ledger last, since no row of the ledger may come behind it.
 */
static const char *const list_sql[] = {
	[DB_SQLITE] = "SELECT t.name, c.name, c.type FROM sqlite_schema t"
		      " JOIN pragma_table_info(t.name) c"
		      " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%'"
		      " ESCAPE '~'"
		      " ORDER BY t.name = 'ledger_head', t.rowid, c.cid",
	[DB_POSTGRESQL] =
		"SELECT CAST(t.relname AS TEXT), CAST(c.attname AS TEXT),"
		" CASE c.atttypid WHEN 20 THEN 'INTEGER' WHEN 17 THEN 'BLOB'"
		" ELSE 'TEXT' END"
		" FROM pg_catalog.pg_class t"
		" JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid"
		" WHERE t.relkind = 'r'"
		" AND t.relnamespace = current_schema()::regnamespace"
		" AND c.attnum > 0 AND NOT c.attisdropped"
		" ORDER BY t.relname = 'ledger_head', t.oid, c.attnum",
};

static enum table_type
type_of(const char *name)
{
	if (strcmp(name, "INTEGER") == 0)
		return TABLE_INT;
	return strcmp(name, "BLOB") == 0 ? TABLE_BLOB : TABLE_TEXT;
}

/* A row of list_sql. */
static int
add(struct tables *tables, const struct db_stmt *row, struct err *err)
{
	struct table *table =
		tables->count > 0 ? tables->items[tables->count - 1] : NULL;

	if (table == NULL || strcmp(table->name, db_text(row, 0)) != 0) {
		if (tables->count == TABLES_MAX)
			return err_set(err, ERR_INTERNAL, "too many tables");
		table = mem_new(1, sizeof(*table));
		table->name = mem_dupz(db_text(row, 0));
		tables->items[tables->count++] = table;
	}
	if (table->count == TABLE_COLUMNS)
		return err_set(err, ERR_INTERNAL,
			"table %s has too many columns", table->name);
	table->columns[table->count] = mem_dupz(db_text(row, 1));
	table->types[table->count++] = type_of(db_text(row, 2));
	return 0;
}

int
table_list(struct db *db, struct tables *tables_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*tables_out = (struct tables){.count = 0};
	if (db_prepare(db, list_sql[db->ops->dialect], &stmt, err) < 0)
		return -1;
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (add(tables_out, stmt, err) < 0)
			return -1;
	}
	db_reset(db);
	return 0;
}

void
table_release(struct tables *tables)
{
	for (size_t i = 0; i < tables->count; i++) {
		struct table *table = tables->items[i];

		for (int c = 0; c < table->count; c++)
			free(table->columns[c]);
		free(table->name);
		free(table);
	}
	tables->count = 0;
}
