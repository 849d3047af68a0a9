#include "authority_rows.h"

#include "service/company/role.h"
#include "service/company/viewset.h"

/* Two columns from `column`: known, holds. */
static struct authority_fact
fact(const struct db_stmt *stmt, int column)
{
	struct id id = db_id(stmt, column);

	return (struct authority_fact){
		.known = !id_is_nil(&id),
		.holds = db_int(stmt, column + 1) != 0,
	};
}

/* The columns: each LEFT JOIN yields NULLs for what does not exist. */
const char authority_rows_load[] =
	"SELECT c.id, c.clock_in_out,"
	" o.id, CAST(CASE WHEN o.active = 1 AND o.role IS NOT NULL"
	"  AND o.username IS NOT NULL AND o.verified = 1"
	"  THEN 1 ELSE 0 END AS BIGINT),"
	" " ROLE_PERMISSIONS_SQL ", r.is_administrator,"
	" e.id, e.active,"
	" v.member, v.active, o.viewset,"
	" n.id, n.employee,"
	" l.id, l.active, l.all_cost_codes,"
	" k.id, k.active,"
	" lc.cost_code, lc.active,"
	" (SELECT max(s.last_date) FROM closed_period s"
	"  WHERE s.company = c.id),"
	" (SELECT max(a.last_date) FROM approval a"
	"  WHERE a.company = c.id AND a.employee = ?4)"
	" FROM company c"
	" LEFT JOIN employee o ON o.company = c.id AND o.id = ?3"
	" LEFT JOIN role r ON r.company = c.id AND r.id = o.role"
	" LEFT JOIN employee e ON e.company = c.id AND e.id = ?4"
	" LEFT JOIN viewset_member v ON v.company = c.id"
	"  AND v.viewer = ?3 AND v.member = ?4"
	" LEFT JOIN enrolment n ON n.company = c.id AND n.id = ?2"
	" LEFT JOIN location l ON l.company = c.id AND l.id = ?5"
	" LEFT JOIN cost_code k ON k.company = c.id AND k.id = ?6"
	" LEFT JOIN location_cost_code lc ON lc.company = c.id"
	"  AND lc.location = ?5 AND lc.cost_code = ?6"
	" WHERE c.id = ?1";

static struct authority_fact
read_viewset(const struct db_stmt *stmt)
{
	const struct authority_fact member = fact(stmt, 8);
	enum viewset viewset = viewset_by_list((enum viewset)db_int(stmt, 10));

	return (struct authority_fact){
		.known = true,
		.holds = viewset == VIEWSET_ALL ||
			 (viewset == VIEWSET_SELECTED && member.holds),
	};
}

/* Whose the enrolment is that the punch names: nobody's where it is not
 * known, as after a restore. */
static struct authority_fact
read_enrolment(const struct db_stmt *stmt, const struct punch *punch)
{
	struct authority_fact enrolment = fact(stmt, 11);
	struct id person = db_id(stmt, 12);

	enrolment.holds = id_equal(&person, &punch->pressed_by);
	return enrolment;
}

void
authority_rows_bind(const struct id *company, const struct punch *punch,
	struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &punch->enrolment);
	db_bind_id(stmt, 3, &punch->pressed_by);
	db_bind_id(stmt, 4, &punch->employee);
	db_bind_id(stmt, 5, &punch->location);
	db_bind_id(stmt, 6, &punch->cost_code);
}

void
authority_rows_take(const struct punch *punch, const struct db_stmt *row,
	struct authority_facts *facts)
{
	*facts = (struct authority_facts){
		.own = id_equal(&punch->pressed_by, &punch->employee)};
	if (row == NULL)
		return; /* the company is gone: nothing holds */
	facts->company = fact(row, 0);
	facts->presser = fact(row, 2);
	facts->permissions =
		role_permissions(db_int(row, 4), db_int(row, 5) != 0);
	facts->employee = fact(row, 6);
	facts->viewset = read_viewset(row);
	facts->enrolment = read_enrolment(row, punch);
	facts->location = fact(row, 13);
	facts->cost_code = fact(row, 16);
	facts->listed = fact(row, 18);
	facts->listed.holds = facts->listed.holds || db_int(row, 15) != 0;
	facts->shut_to = (int32_t)db_int(row, 20);
	if (facts->shut_to < db_int(row, 21))
		facts->shut_to = (int32_t)db_int(row, 21);
}
