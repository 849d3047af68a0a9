#include "policy_group_rows.h"

int
policy_group_rows_add(
	struct db *db, const struct policy_group_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO policy_group (company, id, name,"
		    " meal_tracked, meal_length_minutes,"
		    " meal_due_after_minutes, meal_early, changed_seq)"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->name);
	db_bind_int(stmt, 4, row->meal.tracked);
	db_bind_int(stmt, 5, row->meal.length_minutes);
	db_bind_int(stmt, 6, row->meal.due_after_minutes);
	db_bind_int(stmt, 7, row->meal.early);
	db_bind_int(stmt, 8, row->changed_seq);
	return db_run(stmt, err);
}
