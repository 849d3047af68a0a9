#ifndef DB_TABLE_H
#define DB_TABLE_H

/* The tables of a database, as it tells itself. */

#include <stdbool.h>

#include "db/db.h"

enum table_type {
	TABLE_INT,
	TABLE_TEXT,
	TABLE_BLOB
};

#define TABLE_COLUMNS 64
#define TABLES_MAX 100

struct table {
	char *name;
	char *columns[TABLE_COLUMNS];
	enum table_type types[TABLE_COLUMNS];
	int count;
};

struct tables {
	struct table *items[TABLES_MAX];
	size_t count;
};

/* Those of this database, each behind those that it refers to. */
int table_list(struct db *db, struct tables *tables_out, struct err *err);

/* Frees; also what table_list left half done. */
void table_release(struct tables *tables);

#endif
