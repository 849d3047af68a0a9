#include "sign_in_rows.h"

#include "base/str.h"

int
sign_in_rows_find(struct db *db, const char *company_id, const char *username,
	const struct id *device, struct sign_in_row *row_out, struct err *err)
{
	struct sign_in_row row = {.found = false};
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT e.company, e.id, e.password_hash, dp.since_ms"
		    " FROM company c"
		    " JOIN employee e ON e.company = c.id"
		    " LEFT JOIN device_person dp ON dp.company = e.company"
		    "  AND dp.device = ?3 AND dp.employee = e.id"
		    " WHERE c.company_id = ?1 AND e.username = ?2"
		    " AND e.active = 1 AND e.verified = 1"
		    " AND e.role IS NOT NULL"
		    " AND e.password_hash IS NOT NULL",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, username);
	db_bind_id(stmt, 3, device);
	if (db_step(stmt, &row.found, err) < 0)
		return -1;
	if (row.found) {
		row.company = db_id(stmt, 0);
		row.employee = db_id(stmt, 1);
		str_copy(row.hash, sizeof(row.hash), db_text(stmt, 2));
		row.enrolled = db_int(stmt, 3) != 0;
	}
	*row_out = row;
	return 0;
}
