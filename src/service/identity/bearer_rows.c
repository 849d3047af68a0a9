#include "bearer_rows.h"

#include "may_sign_in.h"
#include "service/company/role.h"

int
bearer_rows_find_person(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT s.company, s.id, s.employee, s.device, e.viewset,"
		    " r.permissions, r.is_administrator, c.change_seq"
		    " FROM access_token t"
		    " JOIN session s ON s.company = t.company"
		    "  AND s.id = t.session"
		    " JOIN employee e ON e.company = s.company"
		    "  AND e.id = s.employee"
		    " JOIN role r ON r.company = e.company AND r.id = e.role"
		    " JOIN company c ON c.id = s.company"
		    " WHERE t.hash = ?1 AND t.until_ms > ?2"
		    " AND s.revoked_ms = 0 AND" MAY_SIGN_IN,
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
	caller->device = db_id(stmt, 3);
	caller->viewset = (enum viewset)db_int(stmt, 4);
	caller->permissions =
		role_permissions(db_int(stmt, 5), db_int(stmt, 6) != 0);
	caller->change_seq = db_int(stmt, 7);
	return 0;
}

int
bearer_rows_find_device(struct db *db, const struct hash *hash,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT d.company, d.id FROM device_token t"
		    " JOIN device d ON d.company = t.company"
		    "  AND d.id = t.device"
		    " WHERE t.hash = ?1 AND d.revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	caller->company = db_id(stmt, 0);
	caller->device = db_id(stmt, 1);
	return 0;
}
