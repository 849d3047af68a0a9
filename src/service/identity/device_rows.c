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
		    " ON CONFLICT (company, id) DO UPDATE SET name ="
		    " CASE WHEN ?3 = '' THEN device.name ELSE ?3 END"
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
