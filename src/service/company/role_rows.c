#include "role_rows.h"

int
role_rows_add(struct db *db, const struct role_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO role (company, id, name, permissions,"
		    " is_administrator, since_ms)"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->name);
	db_bind_int(stmt, 4, row->permissions);
	db_bind_int(stmt, 5, row->is_administrator);
	db_bind_int(stmt, 6, row->since_ms);
	return db_run(stmt, err);
}
