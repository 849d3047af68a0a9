#include "kiosk_code_rows.h"

#include "base/str.h"
#include "service/identity/kiosks.h"

static int
forget(struct db *db, const struct id *company, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM kiosk_code"
		    " WHERE company = ?1 AND until_ms <= ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, now_ms);
	return db_run(stmt, err);
}

int
kiosk_code_rows_add(struct db *db, const struct kiosk_code *code,
	int64_t now_ms, bool *added_out, struct err *err)
{
	struct db_stmt *stmt;

	if (forget(db, &code->company, now_ms, err) < 0 ||
		db_prepare(db,
			"INSERT INTO kiosk_code (company, name, hash,"
			" device_name, location, author, until_ms)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
			" ON CONFLICT (company, name) DO NOTHING"
			" RETURNING tries",
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &code->company);
	db_bind_text(stmt, 2, code->name);
	db_bind_text(stmt, 3, code->hash);
	db_bind_text(stmt, 4, code->kiosk.name);
	db_bind_id(stmt, 5, &code->kiosk.location);
	db_bind_id(stmt, 6, &code->author);
	db_bind_int(stmt, 7, code->until_ms);
	return db_step(stmt, added_out, err);
}

int
kiosk_code_rows_try(struct db *db, const char *company_id, const char *name,
	int64_t now_ms, struct kiosk_code *code_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*code_out = (struct kiosk_code){.until_ms = 0};
	if (db_prepare(db,
		    "UPDATE kiosk_code AS k SET tries = tries + 1"
		    " WHERE company = (SELECT c.id FROM company c"
		    "  WHERE c.company_id = ?1) AND name = ?2"
		    " AND until_ms > ?3 AND tries < ?4"
		    " AND EXISTS (SELECT 1 FROM employee e"
		    "  WHERE e.company = k.company AND e.id = k.author"
		    "  AND e.active = 1)"
		    " RETURNING company, name, hash, device_name, location,"
		    " author, until_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, name);
	db_bind_int(stmt, 3, now_ms);
	db_bind_int(stmt, 4, KIOSKS_TRIES);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return 0;
	code_out->company = db_id(stmt, 0);
	(void)str_copy(
		code_out->name, sizeof(code_out->name), db_text(stmt, 1));
	(void)str_copy(
		code_out->hash, sizeof(code_out->hash), db_text(stmt, 2));
	(void)str_copy(code_out->kiosk.name, sizeof(code_out->kiosk.name),
		db_text(stmt, 3));
	code_out->kiosk.location = db_id(stmt, 4);
	code_out->author = db_id(stmt, 5);
	code_out->until_ms = db_int(stmt, 6);
	return 0;
}

int
kiosk_code_rows_use(struct db *db, const struct kiosk_code *code,
	bool *used_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM kiosk_code WHERE company = ?1 AND name = ?2"
		    " AND hash = ?3 RETURNING tries",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &code->company);
	db_bind_text(stmt, 2, code->name);
	db_bind_text(stmt, 3, code->hash);
	return db_step(stmt, used_out, err);
}

int
kiosk_code_rows_place(struct db *db, const struct id *company,
	const struct id *location, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM location"
		    " WHERE company = ?1 AND id = ?2 AND active = 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, location);
	return db_step(stmt, found_out, err);
}
