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

#define BEFORE                                                                 \
	"SELECT t.at_ms, t.kind, t.counts FROM timeline t"                     \
	" WHERE t.company = ?1 AND t.employee = ?2 AND t.at_ms <= ?3"          \
	" AND t.seq <> ?4 AND t.kind <> 'void'"
#define LATEST_FIRST " ORDER BY t.at_ms DESC, t.number DESC LIMIT "
#define WAITS                                                                  \
	" AND (t.counts = 1 OR (t.corrected = 0"                               \
	"  AND NOT EXISTS (SELECT 1 FROM quarantine_decision q"                \
	"  WHERE q.company = t.company AND q.punch = t.seq)))"

/* Takes those that are not written and stand behind one of the timeline. */
static void
merge_near(const struct shut_nears *near, size_t *taken, int64_t behind_ms,
	struct shut_nears *out)
{
	while (near != NULL && *taken < near->count &&
		out->count < SHUT_NEAR_MAX &&
		near->items[*taken].at_ms >= behind_ms)
		out->items[out->count++] = near->items[(*taken)++];
}

int
shut_rows_before(struct db *db, const struct shut_press *press,
	struct shut_nears *before_out, struct err *err)
{
	static const char one[] = BEFORE " AND t.counts = 1" LATEST_FIRST "1";
	static const char waiting[] = BEFORE WAITS LATEST_FIRST "32";
	struct shut_near item = {.counts = false};
	struct db_stmt *stmt;
	size_t taken = 0;
	bool row = true;

	before_out->count = 0;
	if (db_prepare(db, press->goes_on ? waiting : one, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &press->company);
	db_bind_id(stmt, 2, &press->employee);
	db_bind_int(stmt, 3, press->at_ms);
	db_bind_int(stmt, 4, press->line);
	while (row && !item.counts && before_out->count < SHUT_NEAR_MAX) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		item = (struct shut_near){
			.at_ms = db_int(stmt, 0),
			.open = strcmp(db_text(stmt, 1),
					punch_kind_name(PUNCH_STOP)) != 0,
			.counts = db_int(stmt, 2) != 0,
		};
		merge_near(press->near, &taken, item.at_ms, before_out);
		if (before_out->count < SHUT_NEAR_MAX)
			before_out->items[before_out->count++] = item;
	}
	if (!row)
		merge_near(press->near, &taken, INT64_MIN, before_out);
	db_reset(db);
	return 0;
}

int
shut_rows_to(struct db *db, const struct id *company, const struct id *employee,
	int32_t *date_out, struct err *err)
{
	static const char sql[] =
		"SELECT COALESCE((SELECT max(last_date) FROM closed_period"
		"  WHERE company = ?1), 0), COALESCE((SELECT max(last_date)"
		"  FROM approval WHERE company = ?1 AND employee = ?2), 0)";
	struct db_stmt *stmt;
	bool row;

	*date_out = 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	for (int i = 0; row && i < 2; i++)
		if (db_int(stmt, i) > *date_out)
			*date_out = (int32_t)db_int(stmt, i);
	db_reset(db);
	return 0;
}
