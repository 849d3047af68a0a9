#include "quarantine_rows.h"

#include "service/ledger/quarantine.h"

#include "core/cause.h"
#include "service/company/viewset.h"

#define SEES(employee) VIEWSET_SEES_SQL("?4", "?5", employee)

#define CAUSE_WHEN(name, bit, wire, words) " WHEN '" wire "' THEN 1 << " #bit
#define CAUSE_BITS CAUSES(CAUSE_WHEN)

/* Columns as enum quarantine_column has them. */
#define HELD                                                                   \
	"SELECT l.seq, l.id, l.kind, t.at_ms, l.received_ms, l.comment,"       \
	" (SELECT CAST(COALESCE(SUM(CASE v.cause" CAUSE_BITS                   \
	" ELSE 0 END), 0)"                                                     \
	"  AS BIGINT) FROM ledger_event v WHERE v.company = l.company"         \
	"  AND v.punch = l.seq AND v.kind = 'cause'),"                         \
	" l.employee, e.number, e.given_name, e.family_name,"                  \
	" l.pressed_by, p.number, p.given_name, p.family_name,"                \
	" l.location, o.number, o.name, l.cost_code, k.number, k.name,"        \
	" d.id, d.name FROM ledger l"                                          \
	" JOIN timeline t ON t.company = l.company AND t.seq = l.seq"          \
	" LEFT JOIN employee e ON e.company = l.company AND e.id = l.employee" \
	" LEFT JOIN employee p ON p.company = l.company"                       \
	"  AND p.id = l.pressed_by AND " SEES(                                 \
		"p.id") " LEFT JOIN location o ON o.company = l.company AND "  \
			"o.id = l.location"                                    \
			" LEFT JOIN cost_code k ON k.company = l.company"      \
			"  AND k.id = l.cost_code"                             \
			" LEFT JOIN enrolment n ON n.company = l.company"      \
			"  AND n.id = l.enrolment"                             \
			" LEFT JOIN device d ON d.company = n.company AND "    \
			"d.id = n.device"                                      \
			" WHERE l.company = ?1 AND l.verdict = 'quarantined' " \
			"AND l.seq > ?2"                                       \
			" AND NOT EXISTS (SELECT 1 FROM quarantine_decision q" \
			"  WHERE q.company = l.company AND q.punch = l.seq)"   \
			" AND " SEES("l.employee") " ORDER BY l.seq LIMIT ?3"

int
quarantine_rows_page(struct db *db, const struct caller *caller, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, HELD, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &caller->company);
	db_bind_int(*stmt_out, 2, above);
	db_bind_int(*stmt_out, 3, limit);
	db_bind_int(*stmt_out, 4, caller->viewset == VIEWSET_ALL);
	db_bind_id(*stmt_out, 5, &caller->employee);
	return 0;
}

int
quarantine_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct quarantine_row *row_out, struct err *err)
{
	static const char sql[] =
		"SELECT l.id, l.employee, e.id, q.change_seq, q.accepted"
		" FROM ledger l LEFT JOIN employee e"
		"  ON e.company = l.company AND e.id = l.employee"
		" LEFT JOIN quarantine_decision q ON q.company = l.company"
		"  AND q.punch = l.seq"
		" WHERE l.company = ?1 AND l.seq = ?2"
		" AND l.verdict = 'quarantined'";
	struct db_stmt *stmt;
	struct id known;

	*row_out = (struct quarantine_row){.found = false};
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, seq);
	if (db_step(stmt, &row_out->found, err) < 0)
		return -1;
	if (!row_out->found)
		return 0;
	known = db_id(stmt, 2);
	row_out->punch = db_id(stmt, 0);
	row_out->employee = db_id(stmt, 1);
	row_out->known = !id_is_nil(&known);
	row_out->decided = db_int(stmt, 3) != 0;
	row_out->accepted = db_int(stmt, 4) != 0;
	db_reset(db);
	return 0;
}

int
quarantine_rows_decide(struct db *db, const struct id *company,
	const struct quarantine_decision *decision, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO quarantine_decision (company, punch,"
		    " change_seq, accepted) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, decision->punch);
	db_bind_int(stmt, 3, decision->change_seq);
	db_bind_int(stmt, 4, decision->accepted);
	return db_run(stmt, err);
}

int
quarantine_rows_next(struct db *db, const struct id *company,
	struct quarantine_decision *decision, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT punch, change_seq, accepted"
		    " FROM quarantine_decision WHERE company = ?1"
		    " AND punch > ?2 ORDER BY punch LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, decision->punch);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	*decision = (struct quarantine_decision){
		.punch = db_int(stmt, 0),
		.change_seq = db_int(stmt, 1),
		.accepted = db_int(stmt, 2) != 0,
	};
	return 0;
}

int
quarantine_rows_next_shut(struct db *db, const struct id *company,
	const struct id *employee, int64_t *seq, struct id *punch_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT l.seq, l.id FROM ledger l WHERE l.company = ?1"
		" AND l.verdict = 'quarantined' AND l.seq > ?2"
		" AND (CAST(?4 AS BIGINT) = 1 OR l.employee = ?3)"
		" AND NOT EXISTS (SELECT 1 FROM quarantine_decision q"
		"  WHERE q.company = l.company AND q.punch = l.seq)"
		" AND NOT EXISTS (SELECT 1 FROM ledger_event v"
		"  WHERE v.company = l.company AND v.punch = l.seq"
		"  AND v.kind = 'cause'"
		"  AND v.cause NOT IN ('closed-period', 'approved-card'))"
		" ORDER BY l.seq LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, *seq);
	db_bind_id(stmt, 3, employee);
	db_bind_int(stmt, 4, id_is_nil(employee));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*seq = row ? db_int(stmt, 0) : 0;
	*punch_out = db_id(stmt, 1);
	db_reset(db);
	return 0;
}

int
quarantine_waiting(struct db *db, int64_t *count_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT count(*) FROM ledger l"
		    " WHERE l.verdict = 'quarantined'"
		    " AND NOT EXISTS (SELECT 1 FROM quarantine_decision q"
		    "  WHERE q.company = l.company AND q.punch = l.seq)",
		    &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = db_int(stmt, 0);
	db_reset(db);
	return 0;
}
