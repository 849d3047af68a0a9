#include "use_rows.h"

/* Only the punches that begin a record name a place and work. */
#define COUNT(column)                                                          \
	"SELECT COUNT(*), CAST(COALESCE(MIN((SELECT t.at_ms FROM timeline t"   \
	"  WHERE t.company = l.company AND t.seq = l.seq)), 0) AS BIGINT)"     \
	" FROM ledger l WHERE l.company = ?1 AND l.seq > ?3"                   \
	" AND l." column " = ?2 AND EXISTS (SELECT 1 FROM timeline c"          \
	"  WHERE c.company = l.company AND c.seq = l.seq AND c.counts = 1)"

/* Of people the timeline has an index: nothing is left out. */
static const char count_employee[] =
	"SELECT COUNT(*), CAST(COALESCE(MIN(t.at_ms), 0) AS BIGINT)"
	" FROM timeline t WHERE t.company = ?1 AND t.employee = ?2"
	" AND t.counts = 1 AND EXISTS (SELECT 1 FROM ledger l"
	"  WHERE l.company = t.company AND l.seq = t.seq AND l.seq > ?3"
	"  AND l.location IS NOT NULL)";

static const char *const counts[] = {
	[ENTRY_EMPLOYEE] = count_employee,
	[ENTRY_LOCATION] = COUNT("location"),
	[ENTRY_COST_CODE] = COUNT("cost_code"),
};

static int
find_last(struct db *db, const struct id *company, int64_t *seq_out,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT last_seq FROM ledger_head WHERE company = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*seq_out = row ? db_int(stmt, 0) : 0;
	db_reset(db);
	return 0;
}

int
use_rows_count(struct db *db, const struct id *company, const struct id *entry,
	enum entry_kind kind, struct wire_use *use_out, struct err *err)
{
	struct db_stmt *stmt;
	int64_t behind = 0;
	bool row;

	if (kind != ENTRY_EMPLOYEE) {
		if (find_last(db, company, &behind, err) < 0)
			return -1;
		behind = behind > USE_ROWS_MAX ? behind - USE_ROWS_MAX : 0;
	}
	if (db_prepare(db, counts[kind], &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, entry);
	db_bind_int(stmt, 3, behind);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*use_out = (struct wire_use){
		.records = db_int(stmt, 0),
		.since_ms = db_int(stmt, 1),
		.whole = behind == 0,
	};
	db_reset(db);
	return 0;
}
