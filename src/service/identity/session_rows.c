#include "session_rows.h"

#include "may_sign_in.h"

int
session_rows_add(struct db *db, const struct session_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO session (company, id, employee, enrolment,"
		    " created_ms, until_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_id(stmt, 3, &row->employee);
	db_bind_id(stmt, 4, &row->enrolment);
	db_bind_int(stmt, 5, row->created_ms);
	db_bind_int(stmt, 6, row->until_ms);
	return db_run(stmt, err);
}

/* Locks by an update that changes nothing. */
int
session_rows_lock(struct db *db, const struct hash *refresh, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = 0"
		    " WHERE revoked_ms = 0 AND until_ms > ?2"
		    " AND (company, id) IN (SELECT t.company, t.session"
		    "  FROM refresh_token t"
		    "  WHERE t.hash = ?1 AND t.until_ms > ?2)"
		    " AND EXISTS (SELECT 1 FROM employee e"
		    "  WHERE e.company = session.company"
		    "  AND e.id = session.employee AND e.role IS NOT NULL"
		    "  AND" MAY_SIGN_IN ")"
		    " AND NOT EXISTS (SELECT 1 FROM enrolment n"
		    "  JOIN device d ON d.company = n.company"
		    "  AND d.id = n.device"
		    "  WHERE n.company = session.company"
		    "  AND n.id = session.enrolment"
		    "  AND (n.revoked_ms > 0 OR d.revoked_ms > 0))"
		    " RETURNING company, id, employee, enrolment",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, refresh->bytes, sizeof(refresh->bytes));
	db_bind_int(stmt, 2, now_ms);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	caller->company = db_id(stmt, 0);
	caller->session = db_id(stmt, 1);
	caller->employee = db_id(stmt, 2);
	caller->enrolment = db_id(stmt, 3);
	return 0;
}

int
session_rows_move_head(struct db *db, const struct caller *caller,
	const struct hash *used, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET head = ?3"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, &caller->session);
	db_bind_blob(stmt, 3, used->bytes, sizeof(used->bytes));
	return db_run(stmt, err);
}

int
session_rows_end(struct db *db, const struct caller *caller, int64_t now_ms,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?3"
		    " WHERE company = ?1 AND id = ?2 AND revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, &caller->session);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

int
session_rows_end_by_token(struct db *db, const struct hash *token,
	int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?2"
		    " WHERE revoked_ms = 0 AND (company, id) IN ("
		    "SELECT company, session FROM access_token WHERE hash = ?1"
		    " UNION ALL SELECT company, session FROM refresh_token"
		    " WHERE hash = ?1)",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, token->bytes, sizeof(token->bytes));
	db_bind_int(stmt, 2, now_ms);
	return db_run(stmt, err);
}
