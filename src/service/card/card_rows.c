#include "card_rows.h"

#include "base/canonical.h"
#include "calendar/date.h"

int
card_rows_company(struct db *db, struct card_company *company,
	char zone_out[ZONE_NAME_BYTES], struct err *err)
{
	static const char sql[] =
		"SELECT zone, week_start, pay_period, pay_period_start,"
		" approve_employee, approve_supervisor, approve_sign_off,"
		" change_seq FROM company WHERE id = ?1";
	struct db_stmt *stmt;
	struct err none;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &company->id);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_INTERNAL, "there is no such company");
	(void)str_copy(zone_out, ZONE_NAME_BYTES, db_text(stmt, 0));
	company->week_start = (int)db_int(stmt, 1);
	company->periods.kind = (enum period_kind)db_int(stmt, 2);
	if (date_parse(db_text(stmt, 3), &company->periods.start, &none) < 0)
		company->periods.start = 0;
	for (int i = 0; i < APPROVAL_COUNT; i++)
		company->approves[i] = db_int(stmt, 4 + i) != 0;
	company->change_seq = db_int(stmt, 7);
	db_reset(db);
	return 0;
}

/* Numbers of rows, one after the other. */
static int
add_all(struct db *db, const char *sql, const struct id *const ids[2],
	const int64_t numbers[2], struct str *out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, ids[0]);
	db_bind_id(stmt, 2, ids[1]);
	db_bind_int(stmt, 3, numbers[0]);
	db_bind_int(stmt, 4, numbers[1]);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		for (int i = 0; i < 4; i++)
			canonical_int(out, db_int(stmt, i));
	}
}

int
card_rows_bytes(struct db *db, const struct card_company *company,
	const struct id *employee, const struct period *range, struct str *out,
	struct err *err)
{
	const struct id *const ids[2] = {&company->id, employee};
	const int64_t dates[2] = {range->first, range->last};
	const int64_t times[2] = {
		zone_date_start_ms(company->zone, range->first),
		zone_date_start_ms(company->zone, range->last + 1)};

	if (add_all(db,
		    "SELECT seq, at_ms, counts, corrected FROM timeline"
		    " WHERE company = ?1 AND employee = ?2 AND at_ms >= ?3"
		    " AND at_ms < ?4 ORDER BY at_ms, number, enrolment, seq",
		    ids, times, out, err) < 0 ||
		add_all(db,
			"SELECT change_seq, level, first_date, last_date"
			" FROM approval WHERE company = ?1 AND employee = ?2"
			" AND last_date >= ?3 AND first_date <= ?4"
			" ORDER BY change_seq",
			ids, dates, out, err) < 0)
		return -1;
	/* no parameter is left out: it is of nobody */
	return add_all(db,
		"SELECT change_seq, first_date, last_date, 0"
		" FROM closed_period WHERE company = ?1 AND company <> ?2"
		" AND last_date >= ?3 AND first_date <= ?4"
		" ORDER BY change_seq",
		ids, dates, out, err);
}
