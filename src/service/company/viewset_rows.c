#include "viewset_rows.h"

int
viewset_rows_add(struct db *db, const struct viewset_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO viewset_member (company, viewer, member,"
		    " since_ms, changed_seq) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->viewer);
	db_bind_id(stmt, 3, &row->member);
	db_bind_int(stmt, 4, row->since_ms);
	db_bind_int(stmt, 5, row->changed_seq);
	return db_run(stmt, err);
}

int
viewset_rows_find(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM viewset_member WHERE company = ?1"
		    " AND viewer = ?2 AND member = ?3 AND active = 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, viewer);
	db_bind_id(stmt, 3, member);
	return db_step(stmt, found_out, err);
}
