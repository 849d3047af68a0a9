#include "approval_rows.h"

static void
bind(const struct approval_row *row, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->employee);
	db_bind_int(stmt, 3, row->period.first);
	db_bind_int(stmt, 4, row->period.last);
}

int
approval_rows_levels(struct db *db, const struct approval_row *where,
	unsigned *levels_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*levels_out = 0;
	if (db_prepare(db,
		    "SELECT level FROM approval WHERE company = ?1"
		    " AND employee = ?2 AND first_date = ?3 AND last_date = ?4",
		    &stmt, err) < 0)
		return -1;
	bind(where, stmt);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*levels_out |= 1U << db_int(stmt, 0);
	}
}

int
approval_rows_add(
	struct db *db, const struct approval_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO approval (company, employee, first_date,"
		    " last_date, level, change_seq, author, at_ms)"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		    &stmt, err) < 0)
		return -1;
	bind(row, stmt);
	db_bind_int(stmt, 5, row->level);
	db_bind_int(stmt, 6, row->change_seq);
	db_bind_id(stmt, 7, &row->author);
	db_bind_int(stmt, 8, row->at_ms);
	return db_run(stmt, err);
}

int
approval_rows_remove(
	struct db *db, const struct approval_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM approval WHERE company = ?1 AND employee = ?2"
		    " AND first_date = ?3 AND last_date = ?4 AND level = ?5",
		    &stmt, err) < 0)
		return -1;
	bind(row, stmt);
	db_bind_int(stmt, 5, row->level);
	return db_run(stmt, err);
}
