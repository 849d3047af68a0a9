#include "device_rows.h"

#include "service/company/viewset.h"

int
device_rows_put(struct db *db, const struct device_row *row,
	int64_t *revoked_ms_out, struct err *err)
{
	struct db_stmt *stmt;
	bool found;

	if (db_prepare(db,
		    "INSERT INTO device (company, id, name, created_ms,"
		    " location) VALUES (?1, ?2, ?3, ?4, ?5)"
		    " ON CONFLICT (company, id) DO UPDATE SET name = CASE"
		    "  WHEN ?3 = '' OR (device.location IS NOT NULL"
		    "   AND excluded.location IS NULL)"
		    "  THEN device.name ELSE ?3 END,"
		    " location = COALESCE(excluded.location, device.location)"
		    " RETURNING revoked_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->name);
	db_bind_int(stmt, 4, row->created_ms);
	db_bind_id(stmt, 5, &row->location);
	if (db_step(stmt, &found, err) < 0)
		return -1;
	*revoked_ms_out = db_int(stmt, 0);
	return 0;
}

int
device_rows_runs(struct db *db, const struct id *company,
	const struct id *enrolment, const char *version, struct err *err)
{
	struct db_stmt *stmt;

	if (version[0] == '\0')
		return 0;
	if (db_prepare(db,
		    "UPDATE device SET version = ?3 WHERE company = ?1"
		    " AND version <> ?3 AND id = (SELECT n.device"
		    " FROM enrolment n WHERE n.company = ?1 AND n.id = ?2)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, enrolment);
	db_bind_text(stmt, 3, version);
	return db_run(stmt, err);
}

int
device_rows_revoke(struct db *db, const struct id *company,
	const struct id *device, int64_t now_ms, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE device SET revoked_ms ="
		    " CASE WHEN revoked_ms > 0 THEN revoked_ms ELSE ?3 END"
		    " WHERE company = ?1 AND id = ?2 RETURNING revoked_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, device);
	db_bind_int(stmt, 3, now_ms);
	return db_step(stmt, found_out, err);
}

int
device_rows_seen(struct db *db, const struct caller *caller,
	const struct id *device, bool *seen_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM device d WHERE d.company = ?1"
		    " AND d.id = ?2 AND (CAST(?3 AS BIGINT) = 1"
		    "  OR d.location IS NULL AND EXISTS"
		    " (SELECT 1 FROM enrolment n WHERE n.company = ?1"
		    "  AND n.device = ?2"
		    "  AND " VIEWSET_SEES_SQL("?3", "?4", "n.employee") "))",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, device);
	db_bind_int(stmt, 3, caller->viewset == VIEWSET_ALL);
	db_bind_id(stmt, 4, &caller->employee);
	if (db_step(stmt, seen_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
device_rows_enrolment(struct db *db, const struct id *company,
	const struct id *device, struct id *enrolment_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*enrolment_out = (struct id){{0}};
	if (db_prepare(db,
		    "SELECT id FROM enrolment WHERE company = ?1"
		    " AND device = ?2 AND employee IS NULL"
		    " ORDER BY begun_ms DESC, id DESC LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, device);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		*enrolment_out = db_id(stmt, 0);
	return 0;
}
