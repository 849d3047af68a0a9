#include "db/db.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "driver.h"
#include "source.h"

bool
db_is_down(const struct err *err)
{
	return err->kind == ERR_UNAVAILABLE || err->kind == ERR_BUSY ||
	       err->kind == ERR_FULL || err->kind == ERR_DISK;
}

int
db_open(const struct db_source *source, bool create, struct db **db_out,
	struct err *err)
{
	const struct db_driver *driver = source_driver(source);

	if (driver == NULL)
		return source_unknown(err);
	return driver->open(source, create, db_out, err);
}

void
db_forget(struct db *db)
{
	for (size_t i = 0; i < db->stmt_count; i++)
		db->ops->finalize(db->stmts[i]);
	db->stmt_count = 0;
}

void
db_close(struct db **dbp)
{
	struct db *db = *dbp;

	if (db == NULL)
		return;
	db_rollback(db);
	db_forget(db);
	free(db->stmts);
	db->ops->close(db);
	*dbp = NULL;
}

static struct db_stmt *
find_stmt(const struct db *db, const char *sql)
{
	for (size_t i = 0; i < db->stmt_count; i++)
		if (db->stmts[i]->sql == sql)
			return db->stmts[i];
	return NULL;
}

int
db_prepare(struct db *db, const char *sql, struct db_stmt **stmt_out,
	struct err *err)
{
	struct db_stmt *stmt = find_stmt(db, sql);

	if (stmt == NULL) {
		if (db->ops->prepare(db, sql, &stmt, err) < 0)
			return -1;
		stmt->db = db;
		stmt->sql = sql;
		db->stmts = mem_grow(db->stmts, &db->stmt_cap,
			db->stmt_count + 1, sizeof(struct db_stmt *));
		db->stmts[db->stmt_count++] = stmt;
	}
	db->ops->reset(stmt);
	*stmt_out = stmt;
	return 0;
}

void
db_reset(struct db *db)
{
	for (size_t i = 0; i < db->stmt_count; i++)
		db->ops->reset(db->stmts[i]);
}

int
db_begin(struct db *db, struct err *err)
{
	assert(!db->in_transaction);
	db_reset(db);
	if (db->ops->begin(db, true, err) < 0)
		return -1;
	db->in_transaction = true;
	return 0;
}

int
db_begin_read(struct db *db, struct err *err)
{
	assert(!db->in_transaction);
	db_reset(db);
	if (db->ops->begin(db, false, err) < 0)
		return -1;
	db->in_transaction = true;
	return 0;
}

int
db_commit(struct db *db, struct err *err)
{
	assert(db->in_transaction);
	db_reset(db);
	if (db->ops->commit(db, err) < 0)
		return -1;
	db->in_transaction = false;
	return 0;
}

void
db_rollback(struct db *db)
{
	if (!db->in_transaction)
		return;
	db_reset(db);
	db->ops->rollback(db);
	db->in_transaction = false;
}
