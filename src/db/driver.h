#ifndef DB_DRIVER_H
#define DB_DRIVER_H

/*
 * What a database driver does; db.c, stmt.c and schema.c are written over it.
 * A driver's connection and statement begin with the structs below.
 */

#include "db/batch.h"
#include "db/check.h"
#include "db/db.h"
#include "db/replace.h"

enum db_dialect {
	DB_SQLITE,
	DB_POSTGRESQL
};

struct db_driver_ops {
	enum db_dialect dialect; /* asked by migrations and checks alone */

	void (*close)(struct db *db);
	/* db_check_place; NULL: it has none. */
	int (*check_place)(struct db *db, struct err *err);
	/* ERR_FULL when there is no room for more; NULL: only writing tells. */
	int (*check_room)(struct db *db, struct err *err);
	/* Runs a script of statements without values. */
	int (*exec)(struct db *db, const char *sql, struct err *err);
	/* BEGIN, COMMIT; rollback never fails: what is lost is rolled back. */
	int (*begin)(struct db *db, bool write, struct err *err);
	int (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);
	/* Keeps other migrating programs out until the transaction ends. */
	int (*lock_schema)(struct db *db, struct err *err);
	/* How many tables there are, of any program, or of this name. */
	int (*count_tables)(struct db *db, const char *name, int64_t *count_out,
		struct err *err);

	int (*prepare)(struct db *db, const char *sql,
		struct db_stmt **stmt_out, struct err *err);
	void (*finalize)(struct db_stmt *stmt);
	void (*reset)(struct db_stmt *stmt); /* no rows, no values */
	void (*bind_int)(struct db_stmt *stmt, int index, int64_t value);
	void (*bind_text)(struct db_stmt *stmt, int index, const char *text);
	void (*bind_blob)(
		struct db_stmt *stmt, int index, const void *bytes, size_t len);
	int (*step)(struct db_stmt *stmt, bool *row_out, struct err *err);
	bool (*is_null)(const struct db_stmt *stmt, int column);
	int64_t (*get_int)(const struct db_stmt *stmt, int column);
	const char *(*get_text)(const struct db_stmt *stmt, int column);
	const void *(*get_blob)(
		const struct db_stmt *stmt, int column, size_t *len_out);
	/* NULL: one by one. */
	int (*batch)(struct db_stmt *stmt, size_t n,
		const struct db_batch_call *call, struct err *err);
};

struct db {
	const struct db_driver_ops *ops;
	struct db_place place;
	struct db_stmt **stmts;
	size_t stmt_count;
	size_t stmt_cap;
	bool in_transaction;
};

struct db_stmt {
	struct db *db;
	const char *sql; /* the caller's: its address is the key */
};

struct db_driver {
	/* Whether this is the URL of such a database. */
	bool (*takes)(const char *url);
	/* Whether a password stands in it; NULL: never. */
	bool (*holds_secret)(const char *url);
	/* As db_open. */
	int (*open)(const struct db_source *source, bool create,
		struct db **db_out, struct err *err);
	/* As replace_begin, replace_end and replace_drop; these two end what
	 * is in the struct, and leave its texts to be freed. */
	int (*replace_begin)(const struct db_source *source, bool told,
		struct replace *it, struct err *err);
	int (*replace_end)(struct replace *it, struct err *err);
	void (*replace_drop)(struct replace *it);
};

#endif
