#include "employee_rows.h"

#include "core/employee.h"
#include "service/company/may_sign_in.h"

#define RECORD_TABLE "employee"
#define RECORD_KEY "number"
#define RECORD_LINK_viewset_employees "viewset_employee", "viewer", "member"
#define RECORD_LINK_viewset_groups "viewset_group", "viewer", "employee_group"

const struct record_kind employee_rows =
	RECORD_KIND_SEEN(employee_description, EMPLOYEE_FIELDS);

int
employee_rows_set_password(struct db *db, const struct id *company,
	const struct id *employee, const char *hash, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE employee SET password_hash = ?3, verified = 1"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	db_bind_text(stmt, 3, hash);
	return db_run(stmt, err);
}

static int
count(struct db *db, const char *sql, const struct id *company,
	const struct id *role, int64_t *count_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (role != NULL)
		db_bind_id(stmt, 2, role);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = row ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

int
employee_rows_count_bearers(struct db *db, const struct id *company,
	const struct id *role, int64_t *count_out, struct err *err)
{
	return count(db,
		"SELECT COUNT(*) FROM employee WHERE company = ?1"
		" AND role = ?2",
		company, role, count_out, err);
}

int
employee_rows_count_administrators(struct db *db, const struct id *company,
	int64_t *count_out, struct err *err)
{
	return count(db,
		"SELECT COUNT(*) FROM employee e"
		" JOIN role r ON r.company = e.company AND r.id = e.role"
		" WHERE e.company = ?1 AND r.is_administrator = 1"
		" AND" MAY_SIGN_IN,
		company, NULL, count_out, err);
}

int
employee_rows_default_policy(struct db *db, const struct id *company,
	struct id *policy_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT id FROM policy_group WHERE company = ?1"
		    " ORDER BY id LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*policy_out = row ? db_id(stmt, 0) : (struct id){{0}};
	db_reset(db);
	return 0;
}
