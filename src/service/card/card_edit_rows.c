#include "card_edit_rows.h"

int
card_edit_rows_job(struct db *db, const struct job_names *it,
	bool *location_out, bool *cost_code_out, struct err *err)
{
	static const char sql[] =
		"SELECT l.id, k.id FROM company c"
		" LEFT JOIN location l ON l.company = c.id AND l.id = ?2"
		" LEFT JOIN cost_code k ON k.company = c.id AND k.id = ?3"
		" WHERE c.id = ?1";
	struct id location, cost_code;
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &it->company);
	db_bind_id(stmt, 2, &it->location);
	db_bind_id(stmt, 3, &it->cost_code);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	location = db_id(stmt, 0);
	cost_code = db_id(stmt, 1);
	*location_out = row && !id_is_nil(&location);
	*cost_code_out = row && !id_is_nil(&cost_code);
	db_reset(db);
	return 0;
}
