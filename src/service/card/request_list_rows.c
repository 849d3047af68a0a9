#include "request_list_rows.h"

#include "service/company/viewset.h"
#include "service/desk/access.h"

#define SEES(employee) VIEWSET_SEES_SQL("?4", "?5", employee)

/* Columns as enum request_list_column has them. ?6: others' are seen. */
#define LIST                                                                   \
	"SELECT r.id, r.seq, r.press, r.at_ms, r.asked_ms, r.comment,"         \
	" r.state, r.decided_ms, r.reason,"                                    \
	" r.employee, e.number, e.given_name, e.family_name,"                  \
	" r.decided_by, p.number, p.given_name, p.family_name,"                \
	" r.location, o.number, o.name, r.cost_code, k.number, k.name"         \
	" FROM request r LEFT JOIN employee e ON e.company = r.company"        \
	"  AND e.id = r.employee"                                              \
	" LEFT JOIN employee p ON p.company = r.company"                       \
	"  AND p.id = r.decided_by AND " SEES(                                 \
		"p.id") " LEFT JOIN location o ON o.company = r.company AND "  \
			"o.id = r.location"                                    \
			" LEFT JOIN cost_code k ON k.company = r.company"      \
			"  AND k.id = r.cost_code"                             \
			" WHERE r.company = ?1 AND r.seq > ?2"                 \
			" AND (r.employee = ?5 OR (CAST(?6 AS BIGINT) = 1 "    \
			"AND " SEES("r.employee") "))"

int
request_list_rows(struct db *db, const struct caller *caller,
	const struct request_list *of, struct db_stmt **stmt_out,
	struct err *err)
{
	static const char any[] = LIST " ORDER BY r.seq LIMIT ?3";
	static const char of_state[] =
		LIST " AND r.state = ?7 ORDER BY r.seq LIMIT ?3";

	if (db_prepare(db, of->state < 0 ? any : of_state, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &caller->company);
	db_bind_int(*stmt_out, 2, of->paged.cursor);
	db_bind_int(*stmt_out, 3, (int64_t)of->paged.limit + 1);
	db_bind_int(*stmt_out, 4, caller->viewset == VIEWSET_ALL);
	db_bind_id(*stmt_out, 5, &caller->employee);
	db_bind_int(*stmt_out, 6,
		access_allows(
			ACCESS_REQUESTS, caller->permissions, ACCESS_SEEN));
	if (of->state >= 0)
		db_bind_int(*stmt_out, 7, of->state);
	return 0;
}
