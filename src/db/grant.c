#include "db/grant.h"

#include "base/str.h"
#include "db/schema.h"
#include "driver.h"

#define SCRIPT_BYTES 65536

/* Its name as SQL wants it; and whether the tables, or all, are its own. */
static const char role_sql[] =
	"SELECT quote_ident(r.rolname), r.rolsuper OR EXISTS (SELECT 1"
	" FROM pg_catalog.pg_class c"
	" WHERE c.relnamespace = current_schema()::regnamespace"
	" AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
	" FROM pg_catalog.pg_roles r WHERE r.rolname = ?1";

/*
 * A statement for each table. What a trigger refuses of a whole statement
 * nobody is to have a right to: bits 0, 3 and 4 of its type are FOR EACH ROW,
 * DELETE and UPDATE (PostgreSQL's pg_trigger.h).
 */
#define REFUSED(bit)                                                           \
	"EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t"                        \
	" WHERE t.tgrelid = c.oid AND NOT t.tgisinternal"                      \
	" AND (t.tgtype & 1) = 0 AND (t.tgtype & " bit ") <> 0)"

static const char tables_sql[] =
	"SELECT 'GRANT SELECT' || CASE WHEN c.relname = 'schema_version'"
	" THEN '' ELSE ', INSERT'"
	" || CASE WHEN " REFUSED(
		"16") " THEN '' ELSE ', UPDATE' END"
		      " || CASE WHEN " REFUSED(
			      "8") " THEN '' ELSE ', DELETE' END END"
				   " || ' ON ' || quote_ident(c.relname) FROM "
				   "pg_catalog.pg_class c"
				   " WHERE c.relkind = 'r'"
				   " AND c.relnamespace = "
				   "current_schema()::regnamespace"
				   " UNION ALL SELECT 'GRANT USAGE ON SCHEMA '"
				   " || quote_ident(current_schema())";

static int
find_role(
	struct db *db, const char *role, struct str *name_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, role_sql, &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, role);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_DATA, "there is no such role");
	if (db_int(stmt, 1) != 0)
		return err_set(err, ERR_DATA,
			"that role owns the tables, so that no right of it can "
			"be taken: name one that does not");
	str_addz(name_out, db_text(stmt, 0));
	db_reset(db);
	return 0;
}

static int
write_script(
	struct db *db, const char *name, struct str *script, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, tables_sql, &stmt, err) < 0)
		return -1;
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		str_addf(script, "%s TO %s;", db_text(stmt, 0), name);
	}
	db_reset(db);
	return str_is_cut(script)
		       ? err_set(err, ERR_INTERNAL, "there are too many tables")
		       : 0;
}

static int
grant(struct db *db, const char *role, struct str *name, struct str *script,
	struct err *err)
{
	if (find_role(db, role, name, err) < 0)
		return -1;
	str_addf(script,
		"DO $$ BEGIN EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA '"
		" || quote_ident(current_schema()) || ' FROM %s'; END $$;",
		name->data);
	if (write_script(db, name->data, script, err) < 0)
		return -1;
	return db->ops->exec(db, script->data, err);
}

int
grant_serving(struct db *db, const char *role, struct err *err)
{
	struct str name, script;
	int rc;

	if (db->ops->dialect != DB_POSTGRESQL)
		return err_set(err, ERR_USAGE,
			"a database file has no roles: who may open it may "
			"change it");
	if (schema_check(db, err) < 0 || db_begin(db, err) < 0)
		return -1;
	str_init(&name, 256);
	str_init(&script, SCRIPT_BYTES);
	rc = grant(db, role, &name, &script, err);
	if (rc == 0)
		rc = db_commit(db, err);
	else
		db_rollback(db);
	str_release(&name);
	str_release(&script);
	return rc;
}
