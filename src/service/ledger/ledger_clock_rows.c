#include "point_rows.h"
#include "service/ledger/ledger.h"

int
ledger_clock(struct db *db, const struct ledger_clock_query *query,
	struct wire_clock *clock_out, struct err *err)
{
	/* One row in any case: what is not there is NULL. */
	static const char sql[] =
		"SELECT " POINT_COLUMNS ", s.watermark, e.id FROM"
		" (SELECT 1 AS one) o LEFT JOIN clock_point p"
		"  ON p.company = ?1 AND p.employee = ?2"
		"  AND (p.date, p.part) = (SELECT date, part FROM clock_point"
		"   WHERE company = ?1 AND employee = ?2"
		"   ORDER BY date DESC, part DESC LIMIT 1)"
		" LEFT JOIN enrolment_state s"
		"  ON s.company = ?1 AND s.enrolment = ?3"
		" LEFT JOIN employee e ON e.company = ?1 AND e.id = ?2";
	struct point point = {
		.company = query->company, .employee = query->employee};
	struct db_stmt *stmt;
	struct id employee;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(&point, stmt);
	db_bind_id(stmt, 3, &query->enrolment);
	if (db_step(stmt, &row, err) < 0 ||
		point_rows_take(&point, row ? stmt : NULL, err) < 0)
		return -1;
	employee = db_id(stmt, POINT_COLUMN_COUNT + 1);
	if (query->must_exist && id_is_nil(&employee))
		return err_set(err, ERR_NOT_FOUND, "nobody of that id");
	*clock_out = (struct wire_clock){
		.employee = query->employee,
		.state = point.state,
		.watermark = row ? db_int(stmt, POINT_COLUMN_COUNT) : 0,
		.now_ms = query->now_ms,
	};
	db_reset(db);
	return 0;
}
