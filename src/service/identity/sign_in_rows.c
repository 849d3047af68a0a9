#include "sign_in_rows.h"

#include "base/str.h"

int
sign_in_rows_find(struct db *db, const char *company_id, const char *username,
	struct sign_in_row *row_out, struct err *err)
{
	struct sign_in_row row = {.found = false};
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT e.company, e.id, e.password_hash"
		    " FROM company c"
		    " JOIN employee e ON e.company = c.id"
		    " WHERE c.company_id = ?1 AND e.username = ?2"
		    " AND e.active = 1 AND e.verified = 1"
		    " AND e.role IS NOT NULL"
		    " AND e.password_hash IS NOT NULL",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, username);
	if (db_step(stmt, &row.found, err) < 0)
		return -1;
	if (row.found) {
		row.company = db_id(stmt, 0);
		row.employee = db_id(stmt, 1);
		str_copy(row.hash, sizeof(row.hash), db_text(stmt, 2));
	}
	*row_out = row;
	return 0;
}
