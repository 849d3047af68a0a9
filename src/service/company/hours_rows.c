#include "hours_rows.h"

#include "base/str.h"
#include "service/company/hours.h"

#define POLICY_OF                                                              \
	" FROM policy_version WHERE company = ?1 AND policy_group = ?2"
#define GROUP_OF " FROM employee_policy WHERE company = ?1 AND employee = ?2"

/* A statement about the record ?2 and a date. */
static int
prepare(struct db *db, const char *sql, const struct hours_end *end,
	struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, end->company);
	db_bind_id(*stmt_out, 2, end->of);
	db_bind_int(*stmt_out, 3, end->until);
	return 0;
}

int
hours_rows_policy(struct db *db, const struct hours_end *behind,
	struct db_stmt **stmt_out, bool *found_out, struct err *err)
{
	if (prepare(db,
		    "SELECT until_date, policy" POLICY_OF
		    " AND until_date > ?3 ORDER BY until_date LIMIT 1",
		    behind, stmt_out, err) < 0)
		return -1;
	return db_step(*stmt_out, found_out, err);
}

int
hours_rows_group(struct db *db, const struct hours_end *behind,
	struct db_stmt **stmt_out, bool *found_out, struct err *err)
{
	if (prepare(db,
		    "SELECT until_date, policy_group" GROUP_OF
		    " AND until_date > ?3 ORDER BY until_date LIMIT 1",
		    behind, stmt_out, err) < 0)
		return -1;
	return db_step(*stmt_out, found_out, err);
}

static int
run(struct db *db, const char *sql, const struct hours_end *end,
	struct err *err)
{
	struct db_stmt *stmt;

	if (prepare(db, sql, end, &stmt, err) < 0)
		return -1;
	return db_run(stmt, err);
}

int
hours_rows_end_policy(struct db *db, const struct hours_end *end,
	const char *json, struct err *err)
{
	const struct hours_end from = {end->company, end->of, end->until - 1};
	struct db_stmt *stmt;
	struct str held;
	bool found;
	int rc;

	if (hours_rows_policy(db, &from, &stmt, &found, err) < 0)
		return -1;
	str_init(&held, SIZE_MAX / 2);
	str_addz(&held, found ? db_text(stmt, 1) : json);
	rc = run(db, "DELETE" POLICY_OF " AND until_date >= ?3", end, err);
	if (rc == 0)
		rc = prepare(db,
			"INSERT INTO policy_version (company, policy_group,"
			" until_date, policy) VALUES (?1, ?2, ?3, ?4)",
			end, &stmt, err);
	if (rc == 0) {
		db_bind_text(stmt, 4, held.data);
		rc = db_run(stmt, err);
	}
	str_release(&held);
	return rc;
}

int
hours_rows_end_group(struct db *db, const struct hours_end *end,
	const struct id *group, struct err *err)
{
	const struct hours_end from = {end->company, end->of, end->until - 1};
	struct db_stmt *stmt;
	struct id held;
	bool found;

	if (hours_rows_group(db, &from, &stmt, &found, err) < 0)
		return -1;
	held = found ? db_id(stmt, 1) : *group;
	if (run(db, "DELETE" GROUP_OF " AND until_date >= ?3", end, err) < 0 ||
		prepare(db,
			"INSERT INTO employee_policy (company, employee,"
			" until_date, policy_group) VALUES (?1, ?2, ?3, ?4)",
			end, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 4, &held);
	return db_run(stmt, err);
}

int
hours_rows_closed(struct db *db, const struct id *company, int32_t from,
	int32_t *last_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT coalesce(max(last_date), -1000000000)"
		    " FROM closed_period"
		    " WHERE company = ?1 AND last_date >= ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, from);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*last_out = (int32_t)db_int(stmt, 0);
	if (*last_out < from)
		*last_out = from - 1;
	return 0;
}

int
hours_person(struct db *db, const struct id *company, const struct id *employee,
	struct hours_person *person_out, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT e.policy_group, CASE WHEN " HOURS_MOVED_SQL
		    " THEN 1 ELSE 0 END FROM employee e"
		    " WHERE e.company = ?1 AND e.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		*person_out = (struct hours_person){
			*employee, db_id(stmt, 0), db_int(stmt, 1) != 0};
	return 0;
}
