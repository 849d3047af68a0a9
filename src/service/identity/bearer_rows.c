#include "bearer_rows.h"

#include "service/company/may_sign_in.h"
#include "service/company/role.h"
#include "service/company/viewset.h"

#define ENROLMENT " n.id, n.device, n.begun_ms"

/* Of ENROLMENT, whose columns begin at `column`. */
static void
read_enrolment(const struct db_stmt *stmt, int column, struct caller *caller)
{
	caller->enrolment = db_id(stmt, column);
	caller->device = db_id(stmt, column + 1);
	caller->begun_ms = db_int(stmt, column + 2);
}

/* A session goes on while its enrolment, if it has one, may be used. */
int
bearer_rows_find_person(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT s.company, s.id, s.employee, e.viewset,"
		    " " ROLE_PERMISSIONS_SQL ", r.is_administrator, "
		    "c.change_seq," ENROLMENT " FROM access_token t"
		    " JOIN session s ON s.company = t.company"
		    "  AND s.id = t.session"
		    " JOIN employee e ON e.company = s.company"
		    "  AND e.id = s.employee"
		    " JOIN role r ON r.company = e.company AND r.id = e.role"
		    " JOIN company c ON c.id = s.company"
		    " LEFT JOIN enrolment n ON n.company = s.company"
		    "  AND n.id = s.enrolment"
		    " LEFT JOIN device d ON d.company = n.company"
		    "  AND d.id = n.device"
		    " WHERE t.hash = ?1 AND t.until_ms > ?2"
		    " AND s.revoked_ms = 0 AND s.until_ms > ?2"
		    " AND COALESCE(n.revoked_ms, 0) = 0"
		    " AND COALESCE(d.revoked_ms, 0) = 0 AND" MAY_SIGN_IN
		    "AND" SESSION_STANDS,
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(stmt, 2, now_ms);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	caller->company = db_id(stmt, 0);
	caller->session = db_id(stmt, 1);
	caller->employee = db_id(stmt, 2);
	caller->viewset = viewset_by_list((enum viewset)db_int(stmt, 3));
	caller->permissions =
		role_permissions(db_int(stmt, 4), db_int(stmt, 5) != 0);
	caller->change_seq = db_int(stmt, 6);
	read_enrolment(stmt, 7, caller);
	return 0;
}

int
bearer_rows_is_of_revoked(
	struct db *db, const struct hash *hash, bool *is_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM enrolment n JOIN device d"
		    "  ON d.company = n.company AND d.id = n.device"
		    " WHERE d.revoked_ms > 0 AND (n.company, n.id) IN ("
		    " SELECT company, enrolment FROM delivery_credential"
		    "  WHERE hash = ?1"
		    " UNION ALL SELECT s.company, s.enrolment"
		    "  FROM access_token t JOIN session s"
		    "  ON s.company = t.company AND s.id = t.session"
		    "  WHERE t.hash = ?1)",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, is_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
bearer_rows_find_enrolment(struct db *db, const struct hash *hash,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT n.company, n.employee," ENROLMENT
		    " FROM delivery_credential t"
		    " JOIN enrolment n ON n.company = t.company"
		    "  AND n.id = t.enrolment"
		    " JOIN device d ON d.company = n.company"
		    "  AND d.id = n.device"
		    " WHERE t.hash = ?1 AND n.revoked_ms = 0"
		    " AND d.revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	caller->company = db_id(stmt, 0);
	caller->employee = db_id(stmt, 1);
	read_enrolment(stmt, 2, caller);
	return 0;
}
