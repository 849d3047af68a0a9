#include "audit_list_rows.h"

#include "service/company/viewset.h"

/* Whether the viewer (?6; ?5 is 1 who sees all) sees the employee of this id.
 */
#define SEES(employee) VIEWSET_SEES_SQL("?5", "?6", employee)

/* Whether the device that was revoked is seen: somebody of those who are on it,
 * or nobody is. */
#define ON_DEVICE                                                              \
	"EXISTS (SELECT 1 FROM enrolment o WHERE o.company = ?1"               \
	" AND o.device = c.subject AND "
#define SEES_DEVICE                                                            \
	"(NOT " ON_DEVICE "o.employee IS NOT NULL)"                            \
	" OR " ON_DEVICE SEES("o.employee") "))"

/* clang-format off */
/* Of what no list of records shows its name, by what is seen of it: the punch
 * l, the person w, the device d. A subject is a record, a punch, a device, an
 * enrolment x or a session s. */
#define ABOUT                                                                  \
	", l.seq, w.number, w.given_name, w.family_name, d.name"
#define ABOUT_JOINS                                                            \
	" LEFT JOIN enrolment x ON x.company = c.company"                      \
	"  AND x.id = COALESCE(s.enrolment, c.subject)"                        \
	" LEFT JOIN employee w ON w.company = c.company"                       \
	"  AND w.id = COALESCE(l.employee, s.employee, x.employee)"            \
	"  AND " SEES("w.id")                                                  \
	" LEFT JOIN device d ON d.company = c.company"                         \
	"  AND d.id = COALESCE(x.device, c.subject)"                           \
	"  AND (CAST(?5 AS BIGINT) = 1 OR d.location IS NULL AND EXISTS"       \
	" (SELECT 1 FROM enrolment k WHERE k.company = c.company"              \
	"  AND k.device = d.id AND " SEES("k.employee") "))"

#define ROWS                                                                   \
	"SELECT c.company, c.seq, c.at_ms, c.author, c.device, c.what,"        \
	" c.subject, c.old, c.new, c.hash, a.username, a.number,"              \
	" a.given_name, a.family_name" ABOUT " FROM ledger_change c"           \
	" LEFT JOIN employee a ON a.company = c.company AND a.id = c.author"   \
	"  AND " SEES("a.id")                                                  \
	" LEFT JOIN employee e ON e.company = c.company AND e.id = c.subject"  \
	" LEFT JOIN quarantine_decision q ON q.company = c.company"            \
	"  AND q.change_seq = c.seq"                                           \
	" LEFT JOIN ledger l ON l.company = q.company AND l.seq = q.punch"     \
	" LEFT JOIN enrolment n ON n.company = c.company AND n.id = c.subject" \
	/* a session that is over for long is not there any more */           \
	" LEFT JOIN session s ON s.company = c.company AND s.id = c.subject"   \
	ABOUT_JOINS                                                            \
	" WHERE c.company = ?1 AND c.seq < ?2 AND c.at_ms >= ?3"               \
	" AND (e.id IS NULL OR " SEES("e.id") ")"                              \
	" AND (l.seq IS NULL OR " SEES("l.employee") ")"                       \
	" AND (n.employee IS NULL OR " SEES("n.employee") ")"                  \
	" AND (c.what <> 'session.end' OR " SEES("s.employee") ")"             \
	" AND (c.what <> 'device.revoke' OR " SEES_DEVICE ")"
/* clang-format on */
#define PAGE " ORDER BY c.seq DESC LIMIT ?4"

int
audit_list_rows_page(struct db *db, const struct audit_query *query,
	struct db_stmt **stmt_out, struct err *err)
{
	/* No number of a parameter is left out: see record_rows.h. */
	static const char *const statements[] = {
		ROWS PAGE,
		ROWS " AND c.author = ?7" PAGE,
		ROWS " AND c.subject = ?7" PAGE,
		ROWS " AND c.author = ?7 AND c.subject = ?8" PAGE,
	};
	const bool by_author = !id_is_nil(&query->author);
	const bool by_subject = !id_is_nil(&query->subject);
	int index = 7;

	if (db_prepare(db, statements[by_author + 2 * by_subject], stmt_out,
		    err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &query->viewer.company);
	db_bind_int(*stmt_out, 2, query->below == 0 ? INT64_MAX : query->below);
	db_bind_int(*stmt_out, 3, query->since_ms);
	db_bind_int(*stmt_out, 4, (int64_t)query->limit);
	db_bind_int(*stmt_out, 5, query->viewer.sees_all);
	db_bind_id(*stmt_out, 6, &query->viewer.employee);
	if (by_author)
		db_bind_id(*stmt_out, index++, &query->author);
	if (by_subject)
		db_bind_id(*stmt_out, index, &query->subject);
	return 0;
}
