#include "feed_chain_rows.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"

#define CLAMPED "8" /* RESTATE_CLAMPED of core/restate.h */

/* A statement with company, above, upto bound. */
static int
prepare(struct db *db, const char *sql, const struct feed_slice *slice,
	struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &slice->company);
	db_bind_int(*stmt_out, 2, slice->above);
	db_bind_int(*stmt_out, 3, slice->upto);
	return 0;
}

/* Rows of employee, from, to. */
static int
collect(struct db *db, struct db_stmt *stmt, struct feed_touches *touches,
	struct err *err)
{
	for (;;) {
		struct feed_touch touch;
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		touch = (struct feed_touch){
			db_id(stmt, 0), db_int(stmt, 1), db_int(stmt, 2)};
		feed_touch_add(touches, &touch);
	}
	db_reset(db);
	return 0;
}

#define FOREVER "9223372036854775807"

/* CROSS JOIN: from the slice on; an order that suits GROUP BY would lead
 * through all that a company ever pressed. */

/* Where a punch of the timeline t and the ledger l stands, and where what it
 * takes back stood. Looked up for a void alone, row by row: a join would be
 * free to walk the ledger once for each of its rows, and on a PostgreSQL that
 * has not counted its rows yet it did. */
#define TAKEN_BACK                                                             \
	"(CASE WHEN l.kind = 'void' THEN (SELECT g.at_ms FROM ledger x"        \
	" JOIN timeline g ON g.company = x.company AND g.seq = x.seq"          \
	" WHERE x.company = l.company AND x.id = l.target"                     \
	" AND x.enrolment = l.enrolment) END)"
#define PLACES                                                                 \
	"SELECT t.employee AS employee, t.at_ms AS at_ms, " TAKEN_BACK         \
	" AS taken_ms"
#define SPAN(places)                                                           \
	"SELECT p.employee,"                                                   \
	" min(CASE WHEN p.taken_ms < p.at_ms THEN p.taken_ms ELSE p.at_ms "    \
	"END),"                                                                \
	" max(CASE WHEN p.taken_ms > p.at_ms THEN p.taken_ms ELSE p.at_ms "    \
	"END)"                                                                 \
	" FROM (" places ") p GROUP BY p.employee"

int
feed_chain_rows_presses(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err)
{
	static const char sql[] = SPAN(
		PLACES " FROM ledger l CROSS JOIN timeline t"
		       " WHERE l.company = ?1 AND l.seq > ?2 AND l.seq <= ?3"
		       " AND t.company = ?1 AND t.seq = l.seq"
		       " AND t.counts = 1");
	struct db_stmt *stmt;

	if (prepare(db, sql, slice, &stmt, err) < 0)
		return -1;
	return collect(db, stmt, touches, err);
}

/* The enrolment of each press that moved others, and the earliest time at which
 * those can have stood: not before what is proven of it, nor before a time that
 * was chosen. */
#define LATE                                                                   \
	"SELECT l.enrolment AS enrolment, t.at_ms AS from_ms FROM ledger l"    \
	" JOIN timeline t ON t.company = l.company AND t.seq = l.seq"          \
	" WHERE l.company = ?1 AND l.seq > ?2 AND l.seq <= ?3 AND ("           \
	" EXISTS (SELECT 1 FROM ledger o WHERE o.company = l.company"          \
	"  AND o.enrolment = l.enrolment AND o.number > l.number"              \
	"  AND o.seq < l.seq)"                                                 \
	" OR COALESCE((SELECT b.flags FROM ledger o JOIN timeline b"           \
	"  ON b.company = o.company AND b.seq = o.seq"                         \
	"  WHERE o.company = l.company AND o.enrolment = l.enrolment"          \
	"  AND o.number < l.number ORDER BY o.number DESC LIMIT 1), 0)"        \
	"  & " CLAMPED " <> 0)"
#define RESTATED                                                               \
	"SELECT l.enrolment AS enrolment,"                                     \
	" CASE WHEN l.has_chosen = 1 AND l.chosen_ms < w.from_ms"              \
	"  THEN l.chosen_ms ELSE w.from_ms END AS from_ms"                     \
	" FROM (SELECT v.punch AS punch,"                                      \
	"  min(v.not_before_ms) AS from_ms FROM ledger_event v"                \
	"  WHERE v.company = ?1 AND v.kind = 'restated' AND v.punch IN"        \
	"  (SELECT e.punch FROM ledger_event e WHERE e.company = ?1"           \
	"   AND e.seq > ?2 AND e.seq <= ?3 AND e.kind = 'restated')"           \
	"  GROUP BY v.punch UNION ALL"                                         \
	"  SELECT p.seq, p.not_before_ms FROM ledger p WHERE p.company = ?1"   \
	"  AND p.seq IN (SELECT e.punch FROM ledger_event e"                   \
	"   WHERE e.company = ?1 AND e.seq > ?2 AND e.seq <= ?3"               \
	"   AND e.kind = 'restated')) w"                                       \
	" JOIN ledger l ON l.company = ?1 AND l.seq = w.punch"
#define FORKED                                                                 \
	"SELECT e.enrolment AS enrolment, 0 AS from_ms FROM ledger_event e"    \
	" WHERE e.company = ?1 AND e.seq > ?2 AND e.seq <= ?3"                 \
	" AND e.kind = 'forked'"

int
feed_chain_rows_shaken(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err)
{
	static const char sql[] =
		"SELECT t.employee, s.from_ms, " FOREVER
		" FROM (SELECT a.enrolment AS enrolment,"
		"  min(a.from_ms) AS from_ms FROM (" LATE " UNION ALL " RESTATED
		" UNION ALL " FORKED ") a GROUP BY a.enrolment) s"
		" CROSS JOIN ledger m CROSS JOIN timeline t"
		" WHERE m.company = ?1 AND m.enrolment = s.enrolment"
		" AND t.company = ?1 AND t.seq = m.seq"
		" GROUP BY t.employee, s.from_ms";
	struct db_stmt *stmt;

	if (prepare(db, sql, slice, &stmt, err) < 0)
		return -1;
	return collect(db, stmt, touches, err);
}

/* The time of a punch where nobody corrected it. */
#define NATURAL                                                                \
	"CASE WHEN l.has_chosen = 1 AND l.chosen_ms < t.press_ms"              \
	" THEN l.chosen_ms ELSE t.press_ms END"

int
feed_chain_rows_corrected(struct db *db, const struct feed_slice *slice,
	int64_t seq, struct feed_touches *touches, struct err *err)
{
	/* Where others put it, and where it stood of itself. */
	static const char sql[] =
		"SELECT k.employee, min(o.at_ms), max(o.at_ms)"
		" FROM correction k JOIN correction o"
		"  ON o.company = k.company AND o.employee = k.employee"
		"  AND o.punch = k.punch"
		" WHERE k.company = ?1 AND k.seq = ?2 GROUP BY k.employee"
		" UNION ALL SELECT k.employee, " NATURAL ", " NATURAL
		" FROM correction k JOIN timeline t ON t.company = k.company"
		"  AND t.seq = k.punch"
		" LEFT JOIN ledger l ON l.company = t.company AND l.seq = t.seq"
		" WHERE k.company = ?1 AND k.seq = ?2";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &slice->company);
	db_bind_int(stmt, 2, seq);
	return collect(db, stmt, touches, err);
}

int
feed_chain_rows_decided(struct db *db, const struct feed_slice *slice,
	int64_t seq, struct feed_touches *touches, struct err *err)
{
	static const char sql[] =
		SPAN(PLACES " FROM quarantine_decision q"
			    " JOIN ledger l ON l.company = q.company"
			    "  AND l.seq = q.punch"
			    " JOIN timeline t ON t.company = q.company"
			    "  AND t.seq = q.punch"
			    " WHERE q.company = ?1 AND q.change_seq = ?2");
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &slice->company);
	db_bind_int(stmt, 2, seq);
	return collect(db, stmt, touches, err);
}

int
feed_chain_rows_everybody(struct db *db, const struct feed_slice *slice,
	int64_t from_ms, struct feed_touches *touches, struct err *err)
{
	static const char sql[] =
		"SELECT DISTINCT employee, CAST(?2 AS BIGINT), " FOREVER
		" FROM timeline WHERE company = ?1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &slice->company);
	db_bind_int(stmt, 2, from_ms);
	return collect(db, stmt, touches, err);
}

int
feed_chain_rows_ended(struct db *db, const struct feed_slice *slice,
	int32_t first, int32_t last, struct feed_touches *touches,
	struct err *err)
{
	static const char sql[] =
		"SELECT employee, min(first_date), max(last_date)"
		" FROM approval WHERE company = ?1 AND last_date >= ?2"
		" AND last_date <= ?3 GROUP BY employee";
	size_t i = touches->count;
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &slice->company);
	db_bind_int(stmt, 2, first);
	db_bind_int(stmt, 3, last);
	if (collect(db, stmt, touches, err) < 0)
		return -1;
	for (; i < touches->count; i++) {
		struct feed_touch *touch = &touches->list[i];

		touch->from_ms = zone_date_start_ms(
			slice->zone, (int32_t)touch->from_ms);
		touch->to_ms = zone_date_start_ms(
			slice->zone, (int32_t)touch->to_ms + 1);
	}
	return 0;
}

/* --- changes -------------------------------------------------------------- */

int
feed_chain_rows_changes(struct db *db, const struct feed_slice *slice,
	struct feed_chain_change **changes_out, size_t *count_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT seq, at_ms, subject, what, old, new FROM ledger_change"
		" WHERE company = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq";
	struct db_stmt *stmt;
	size_t cap = 0;
	bool row;

	if (prepare(db, sql, slice, &stmt, err) < 0)
		return -1;
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*changes_out = mem_grow(*changes_out, &cap, *count_out + 1,
			sizeof(**changes_out));
		(*changes_out)[(*count_out)++] = (struct feed_chain_change){
			.seq = db_int(stmt, 0),
			.at_ms = db_int(stmt, 1),
			.subject = db_id(stmt, 2),
			.what = mem_dupz(db_text(stmt, 3)),
			.old = mem_dupz(db_text(stmt, 4)),
			.new = mem_dupz(db_text(stmt, 5)),
		};
	}
}

int
feed_chain_rows_end(struct db *db, const struct id *company, int64_t *seq_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT last_seq FROM ledger_head WHERE company = ?1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*seq_out = row ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

int
feed_chain_rows_company(struct db *db, struct id *id,
	char zone_out[ZONE_NAME_BYTES], bool *found_out, struct err *err)
{
	static const char sql[] = "SELECT id, zone FROM company WHERE id > ?1"
				  " ORDER BY id LIMIT 1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, id->bytes, sizeof(id->bytes));
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out) {
		*id = db_id(stmt, 0);
		str_copy(zone_out, ZONE_NAME_BYTES, db_text(stmt, 1));
	}
	db_reset(db);
	return 0;
}

int
feed_chain_rows_person(struct db *db, const struct id *company, struct id *id,
	bool *found_out, struct err *err)
{
	static const char sql[] =
		"SELECT employee FROM (SELECT employee FROM timeline"
		"  WHERE company = ?1 AND employee > ?2"
		"  ORDER BY employee LIMIT 1) AS a"
		" UNION SELECT employee FROM (SELECT employee FROM time_record"
		"  WHERE company = ?1 AND employee > ?2"
		"  ORDER BY employee LIMIT 1) AS b"
		" ORDER BY employee LIMIT 1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_blob(stmt, 2, id->bytes, sizeof(id->bytes));
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		*id = db_id(stmt, 0);
	db_reset(db);
	return 0;
}
