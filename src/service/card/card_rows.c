#include "card_rows.h"

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
