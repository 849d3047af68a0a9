#include "device_rows.h"

int
device_rows_put(struct db *db, const struct device_row *row,
	int64_t *revoked_ms_out, struct err *err)
{
	struct db_stmt *stmt;
	bool found;

	if (db_prepare(db,
		    "INSERT INTO device (company, id, name, created_ms)"
		    " VALUES (?1, ?2, ?3, ?4)"
		    " ON CONFLICT (company, id) DO UPDATE SET name = ?3"
		    " RETURNING revoked_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->name);
	db_bind_int(stmt, 4, row->created_ms);
	if (db_step(stmt, &found, err) < 0)
		return -1;
	*revoked_ms_out = db_int(stmt, 0);
	return 0;
}

int
device_rows_put_person(
	struct db *db, const struct device_person_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO device_person (company, device, employee,"
		    " since_ms) VALUES (?1, ?2, ?3, ?4)"
		    " ON CONFLICT (company, device, employee) DO NOTHING",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->device);
	db_bind_id(stmt, 3, &row->employee);
	db_bind_int(stmt, 4, row->since_ms);
	return db_run(stmt, err);
}

int
device_rows_is_others(struct db *db, const struct device_person_row *row,
	bool *others_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM device_person WHERE company = ?1"
		    " AND device = ?2 AND NOT EXISTS (SELECT 1"
		    "  FROM device_person WHERE company = ?1 AND device = ?2"
		    "  AND employee = ?3) LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->device);
	db_bind_id(stmt, 3, &row->employee);
	return db_step(stmt, others_out, err);
}
