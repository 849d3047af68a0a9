#include "feed_settled_rows.h"

#include "core/punch.h"

/* How many punches are looked at for one that settles what follows. */
#define SETTLE_ROWS 64

struct settling {
	struct id id;
	struct id enrolment;
	struct id target;
	int64_t at_ms;
	bool is_void;
	bool settles; /* a GO or a STOP */
};

static bool
is_taken_back(const struct settling *rows, size_t n, const struct settling *it)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].is_void && id_equal(&rows[i].target, &it->id) &&
			id_equal(&rows[i].enrolment, &it->enrolment))
			return true;
	return false;
}

static int64_t
find_settled(const struct settling *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].settles && !is_taken_back(rows, n, &rows[i]))
			return rows[i].at_ms;
	return INT64_MAX;
}

int
feed_settled_rows_find(struct db *db, const struct id *company,
	const struct id *employee, int64_t at_ms, int64_t *settled_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT t.id, t.enrolment, t.target, t.at_ms, t.kind"
		" FROM timeline t"
		" WHERE t.company = ?1 AND t.employee = ?2 AND t.at_ms > ?3"
		" AND t.counts = 1 ORDER BY t.at_ms LIMIT ?4";
	struct settling rows[SETTLE_ROWS];
	struct db_stmt *stmt;
	size_t n = 0;
	bool row;

	*settled_out = INT64_MAX;
	if (at_ms == INT64_MAX)
		return 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	db_bind_int(stmt, 3, at_ms);
	db_bind_int(stmt, 4, SETTLE_ROWS);
	for (;;) {
		enum punch_kind kind;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (punch_kind_parse(db_text(stmt, 4), &kind, err) < 0)
			return -1;
		rows[n++] = (struct settling){
			.id = db_id(stmt, 0),
			.enrolment = db_id(stmt, 1),
			.target = db_id(stmt, 2),
			.at_ms = db_int(stmt, 3),
			.is_void = kind == PUNCH_VOID,
			.settles = kind == PUNCH_GO || kind == PUNCH_STOP,
		};
	}
	db_reset(db);
	*settled_out = find_settled(rows, n);
	return 0;
}
