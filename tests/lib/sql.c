#include "lib/sql.h"

#include "base/mem.h"
#include "db/schema.h"

struct db *
sql_open(const struct test_database *database)
{
	struct db_source source = test_database_source(database->url);
	struct db *db = NULL;
	struct err err = {0};

	source.answer_ms = database->answer_ms;
	if (db_open(&source, true, &db, &err) < 0)
		fail_msg("%s", err.text);
	return db;
}

struct db *
sql_open_current(const struct test_database *database)
{
	struct db *db = sql_open(database);
	struct err err = {0};
	int from = -1;

	if (schema_migrate(db, &from, &err) < 0)
		fail_msg("%s", err.text);
	return db;
}

struct db_stmt *
sql_prepare(struct db *db, const char *sql)
{
	struct db_stmt *stmt = NULL;
	struct err err = {0};

	if (db_prepare(db, sql, &stmt, &err) < 0)
		fail_msg("%s: %s", sql, err.text);
	return stmt;
}

void
sql_run(struct db *db, const char *sql)
{
	struct err err = {0};

	if (db_run(sql_prepare(db, sql), &err) < 0)
		fail_msg("%s: %s", sql, err.text);
}

/* The statement at its row. */
static struct db_stmt *
ask(struct db *db, const char *sql)
{
	struct db_stmt *stmt = sql_prepare(db, sql);
	struct err err = {0};
	bool row = false;

	if (db_step(stmt, &row, &err) < 0)
		fail_msg("%s: %s", sql, err.text);
	assert_true(row);
	return stmt;
}

int64_t
sql_int(struct db *db, const char *sql)
{
	int64_t value = db_int(ask(db, sql), 0);

	db_reset(db);
	return value;
}

char *
sql_text(struct db *db, const char *sql)
{
	char *text = mem_dupz(db_text(ask(db, sql), 0));

	db_reset(db);
	return text;
}

enum err_kind
sql_failure(struct db *db, const char *sql)
{
	struct db_stmt *stmt;
	struct err err = {0};
	bool row;

	if (db_prepare(db, sql, &stmt, &err) == 0)
		db_step(stmt, &row, &err);
	db_reset(db);
	return err.kind;
}
