#include "device_list_rows.h"

#include "service/company/viewset.h"

#define SEES(employee) VIEWSET_SEES_SQL("?4", "?5", employee)

/* clang-format off */

/* The ids of a page: all, or those that somebody who is seen is enrolled on,
 * but no kiosk, which is everybody's. */
#define PAGE                                                                   \
	"SELECT y.id FROM device y WHERE y.company = ?1 AND y.id > ?2"         \
	" AND (CAST(?4 AS BIGINT) = 1 OR y.location IS NULL AND EXISTS"        \
	" (SELECT 1 FROM enrolment w WHERE w.company = ?1"                     \
	"  AND w.device = y.id AND " SEES("w.employee") "))"                   \
	" ORDER BY y.id LIMIT ?3"

/* The last enrolment of its person on the device of enrolment n; or, where it
 * has none, of the kiosk. */
#define LAST                                                                   \
	"(SELECT z.id FROM enrolment z WHERE z.company = n.company"            \
	" AND z.device = n.device AND (z.employee = n.employee"                \
	"  OR (z.employee IS NULL AND n.employee IS NULL))"                    \
	" ORDER BY z.begun_ms DESC, z.id DESC LIMIT 1)"

#define DEVICES                                                                \
	"SELECT d.id, d.name, d.created_ms, d.revoked_ms, l.id, l.number,"     \
	" l.name, e.id, e.number, e.given_name, e.family_name, n.id,"          \
	" n.begun_ms, n.revoked_ms, s.highest, s.watermark, s.contacts,"       \
	" d.version FROM (" PAGE ") page"                                      \
	" JOIN device d ON d.company = ?1 AND d.id = page.id"                  \
	" LEFT JOIN location l ON l.company = d.company AND l.id = d.location" \
	" LEFT JOIN enrolment n ON n.company = d.company"                      \
	"  AND n.device = d.id AND n.id = " LAST                               \
	"  AND (n.employee IS NULL OR " SEES("n.employee") ")"                 \
	" LEFT JOIN employee e ON e.company = n.company"                       \
	"  AND e.id = n.employee"                                              \
	" LEFT JOIN enrolment_state s ON s.company = n.company"                \
	"  AND s.enrolment = n.id"                                             \
	" ORDER BY d.id, n.begun_ms, n.id"

/* clang-format on */

int
device_list_rows_page(struct db *db, const struct caller *caller,
	const struct id *after, int64_t limit, struct db_stmt **stmt_out,
	struct err *err)
{
	if (db_prepare(db, DEVICES, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &caller->company);
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(*stmt_out, 2, after->bytes, sizeof(after->bytes));
	db_bind_int(*stmt_out, 3, limit);
	db_bind_int(*stmt_out, 4, caller->viewset == VIEWSET_ALL);
	db_bind_id(*stmt_out, 5, &caller->employee);
	return 0;
}
