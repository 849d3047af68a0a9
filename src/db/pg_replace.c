/* A PostgreSQL database anew: its tables in the place of others, all of it in
 * one transaction. */
#include <stdio.h>

#include "db/postgres.h"
#include "db/schema.h"
#include "pg.h"
#include "source.h"

#define ASIDE_MAX 1000
#define MOVE_BYTES 65536

/* The answer of a question that has one. */
static int
ask(struct db *db, const char *sql, const char *text, int64_t *answer_out,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	if (text != NULL)
		db_bind_text(stmt, 1, text);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*answer_out = row ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

static int
check_unused(struct db *db, struct err *err)
{
	static const char sql[] =
		"SELECT count(*) FROM pg_catalog.pg_stat_activity"
		" WHERE datname = current_database()"
		" AND application_name = 'connectd'"
		" AND pid <> pg_backend_pid()";
	int64_t others;

	if (ask(db, sql, NULL, &others, err) < 0)
		return -1;
	if (others == 0)
		return 0;
	return err_set(err, ERR_BUSY,
		"the database is in use: stop every connectd first");
}

/* What there is to move: each statement, for the schema aside. */
static const char moves_sql[] =
	"SELECT 'ALTER TABLE ' || quote_ident(tablename)"
	" FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
	" UNION ALL SELECT DISTINCT 'ALTER FUNCTION ' ||"
	" quote_ident(p.proname) || '()'"
	" FROM pg_catalog.pg_trigger t"
	" JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
	" JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid"
	" WHERE NOT t.tgisinternal"
	" AND c.relnamespace = current_schema()::regnamespace"
	" AND p.pronamespace = c.relnamespace";

static int
move_all(struct db *db, const char *aside, struct err *err)
{
	struct db_stmt *stmt;
	struct str script;
	bool row = true;
	int rc = -1;

	str_init(&script, MOVE_BYTES);
	str_addf(&script, "CREATE SCHEMA %s;", aside);
	if (db_prepare(db, moves_sql, &stmt, err) < 0)
		goto out;
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			goto out;
		if (!row)
			break;
		str_addf(&script, "%s SET SCHEMA %s;", db_text(stmt, 0), aside);
	}
	db_reset(db);
	rc = str_is_cut(&script)
		     ? err_set(err, ERR_INTERNAL, "too many tables to move")
		     : db->ops->exec(db, script.data, err);
out:
	str_release(&script);
	return rc;
}

/* Under a name that there is none of yet. */
static int
move_aside(struct db *db, struct str *aside, struct err *err)
{
	static const char sql[] = "SELECT count(*) FROM pg_catalog.pg_namespace"
				  " WHERE nspname = ?1";
	int64_t taken = 1;

	for (int i = 1; taken > 0; i++) {
		str_clear(aside);
		str_addf(aside, "connectd_replaced_%d", i);
		if (i > ASIDE_MAX)
			return err_set(err, ERR_DATA,
				"too many databases were set aside here");
		if (ask(db, sql, aside->data, &taken, err) < 0)
			return -1;
	}
	return move_all(db, aside->data, err);
}

static int
make_room(struct db *db, bool told, struct str *aside, struct err *err)
{
	int64_t companies = 0;
	int version;

	if (db->ops->lock_schema(db, err) < 0 || check_unused(db, err) < 0 ||
		schema_find(db, &version, err) < 0 ||
		source_companies(db, &companies, err) < 0)
		return -1;
	if (companies > 0 && !told)
		return err_set(err, ERR_DATA,
			"there is a company in the database already");
	return version == 0 ? 0 : move_aside(db, aside, err);
}

int
pg_replace_begin(const struct db_source *source, bool told, struct replace *it,
	struct err *err)
{
	if (postgres_driver.open(source, false, &it->db, err) < 0 ||
		db_begin(it->db, err) < 0)
		return -1;
	return make_room(it->db, told, &it->aside, err);
}

int
pg_replace_end(struct replace *it, struct err *err)
{
	(void)err;
	db_close(&it->db);
	return 0;
}

void
pg_replace_drop(struct replace *it)
{
	db_close(&it->db);
}
