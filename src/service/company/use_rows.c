#include "use_rows.h"

/* Only the punches that begin a record name them. */
#define COUNT(column)                                                          \
	"SELECT COUNT(*), CAST(COALESCE(MIN((SELECT t.at_ms FROM timeline t"   \
	"  WHERE t.company = l.company AND t.seq = l.seq)), 0) AS BIGINT)"     \
	" FROM ledger l WHERE l.company = ?1 AND l.seq > ?3"                   \
	" AND l." column " = ?2 AND EXISTS (SELECT 1 FROM timeline c"          \
	"  WHERE c.company = l.company AND c.seq = l.seq AND c.counts = 1)"

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
	int64_t last;
	bool row;

	if (find_last(db, company, &last, err) < 0 ||
		db_prepare(db,
			kind == ENTRY_LOCATION ? COUNT("location")
					       : COUNT("cost_code"),
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, entry);
	db_bind_int(stmt, 3, last - USE_ROWS_MAX);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*use_out = (struct wire_use){
		.records = db_int(stmt, 0),
		.since_ms = db_int(stmt, 1),
		.whole = last <= USE_ROWS_MAX,
	};
	db_reset(db);
	return 0;
}
