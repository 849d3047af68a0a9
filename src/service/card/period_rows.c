#include "period_rows.h"

int
period_rows_find(struct db *db, const struct id *company,
	const struct period *period, int64_t *change_seq_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT change_seq FROM closed_period WHERE company = ?1"
		    " AND last_date >= ?2 AND first_date <= ?3"
		    " ORDER BY first_date LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, period->first);
	db_bind_int(stmt, 3, period->last);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*change_seq_out = row ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

int
period_rows_close(struct db *db, const struct id *company,
	const struct period *period, int64_t change_seq, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO closed_period (company, first_date, last_date,"
		    " change_seq) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, period->first);
	db_bind_int(stmt, 3, period->last);
	db_bind_int(stmt, 4, change_seq);
	return db_run(stmt, err);
}

int
period_rows_reopen(struct db *db, const struct id *company,
	const struct period *period, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM closed_period WHERE company = ?1"
		    " AND last_date >= ?2 AND first_date <= ?3",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, period->first);
	db_bind_int(stmt, 3, period->last);
	return db_run(stmt, err);
}

/* How old an open record is when its end is missing. */
static int64_t
forgotten_ms(const struct hours *hours, int64_t now_ms)
{
	const int64_t longest_ms =
		clock_longest_ms(&hours->clock.rules, now_ms);

	return longest_ms < INT64_MAX ? longest_ms : INT64_C(86400000);
}

int
period_rows_open(struct db *db, const struct hours *hours,
	const struct period *period, int64_t now_ms, struct str *name_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT e.given_name, e.family_name FROM employee e"
		" JOIN clock_point p ON p.company = e.company"
		"  AND p.employee = e.id AND (p.date, p.part) ="
		"  (SELECT date, part FROM clock_point WHERE company = ?1"
		"   AND employee = e.id ORDER BY date DESC, part DESC LIMIT 1)"
		" WHERE e.company = ?1 AND p.mode <> 'out'"
		" AND p.since_ms >= ?2 AND p.since_ms < ?3"
		" AND p.since_ms >= ?4 ORDER BY e.family_name, e.id LIMIT 1";
	const struct zone *zone = hours->clock.rules.zone;
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &hours->company);
	db_bind_int(stmt, 2, zone_date_start_ms(zone, period->first));
	db_bind_int(stmt, 3, zone_date_start_ms(zone, period->last + 1));
	db_bind_int(stmt, 4, now_ms - forgotten_ms(hours, now_ms));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		str_addf(name_out, "%s%s%s", db_text(stmt, 0),
			db_text(stmt, 0)[0] != '\0' &&
					db_text(stmt, 1)[0] != '\0'
				? " "
				: "",
			db_text(stmt, 1));
	db_reset(db);
	return 0;
}
