#include "standing_rows.h"

#define APPROVALS_OF                                                           \
	"SELECT a.employee, a.level, a.author, a.at_ms FROM approval a"        \
	" WHERE a.company = ?1 AND a.first_date = ?2 AND a.last_date = ?3"
#define IN_ORDER " ORDER BY a.employee, a.level"

static int
prepare(struct db *db, const char *sql, const struct id *company,
	const struct period *range, struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, company);
	db_bind_int(*stmt_out, 2, range->first);
	db_bind_int(*stmt_out, 3, range->last);
	return 0;
}

static void
take(const struct db_stmt *row, struct wire_approval *approvals, size_t *n)
{
	int64_t level = db_int(row, 1);

	if (level < 0 || level >= APPROVAL_COUNT || *n == APPROVAL_COUNT)
		return;
	approvals[(*n)++] = (struct wire_approval){
		(enum approval)level, db_id(row, 2), db_int(row, 3)};
}

int
standing_rows_closed(struct db *db, const struct id *company,
	const struct period *range, bool *closed_out, struct err *err)
{
	struct db_stmt *stmt;

	if (prepare(db,
		    "SELECT 1 FROM closed_period WHERE company = ?1"
		    " AND first_date <= ?2 AND last_date >= ?3 LIMIT 1",
		    company, range, &stmt, err) < 0)
		return -1;
	return db_step(stmt, closed_out, err);
}

int
standing_rows_load(struct db *db, const struct id *company,
	const struct id *employee, struct wire_card *card, struct err *err)
{
	struct db_stmt *stmt;

	if (standing_rows_closed(
		    db, company, &card->range, &card->closed, err) < 0 ||
		prepare(db, APPROVALS_OF " AND a.employee = ?4" IN_ORDER,
			company, &card->range, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 4, employee);
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		take(stmt, card->approvals, &card->approval_count);
	}
}

int
standing_rows_approvals(struct db *db, const struct id *company,
	const struct period *range, struct wire_summary_row *rows, size_t n,
	struct err *err)
{
	struct db_stmt *stmt;
	size_t at = 0;

	if (n == 0)
		return 0;
	if (prepare(db, APPROVALS_OF " AND a.employee >= ?4" IN_ORDER, company,
		    range, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 4, &rows[0].employee);
	for (;;) {
		struct id employee;
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		employee = db_id(stmt, 0);
		while (at < n && id_compare(&rows[at].employee, &employee) < 0)
			at++;
		if (at == n)
			return 0;
		if (id_equal(&rows[at].employee, &employee))
			take(stmt, rows[at].approvals,
				&rows[at].approval_count);
	}
}
