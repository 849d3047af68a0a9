#include "shut_rows.h"

#include <string.h>

#include "core/cause.h"
#include "core/punch.h"

int
shut_date(struct db *db, const struct shut_press *press, int32_t date,
	struct shut *shut_out, struct err *err)
{
	static const char sql[] =
		"SELECT 0, first_date, last_date FROM closed_period"
		" WHERE company = ?1 AND last_date >= ?3 AND first_date <= ?3"
		" UNION ALL SELECT 1, first_date, last_date FROM approval"
		" WHERE company = ?1 AND employee = ?2 AND last_date >= ?3"
		" AND first_date <= ?3";
	struct db_stmt *stmt;
	bool row;

	*shut_out = (struct shut){.causes = 0};
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &press->company);
	db_bind_id(stmt, 2, &press->employee);
	db_bind_int(stmt, 3, date);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		shut_out->causes |= db_int(stmt, 0) == 0 ? CAUSE_CLOSED_PERIOD
							 : CAUSE_APPROVED_CARD;
		shut_out->period.first = (int32_t)db_int(stmt, 1);
		shut_out->period.last = (int32_t)db_int(stmt, 2);
	}
}

int
shut_rows_before(struct db *db, const struct shut_press *press,
	int64_t *at_ms_out, bool *open_out, struct err *err)
{
	static const char sql[] =
		"SELECT t.at_ms, t.kind FROM timeline t"
		" WHERE t.company = ?1 AND t.employee = ?2 AND t.at_ms <= ?3"
		" AND t.counts = 1 AND t.kind <> 'void'"
		" ORDER BY t.at_ms DESC, t.number DESC LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	*open_out = false;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &press->company);
	db_bind_id(stmt, 2, &press->employee);
	db_bind_int(stmt, 3, press->at_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return 0;
	*at_ms_out = db_int(stmt, 0);
	*open_out = strcmp(db_text(stmt, 1), punch_kind_name(PUNCH_STOP)) != 0;
	db_reset(db);
	return 0;
}
