#include "db/batch.h"

#include "driver.h"

static int
one_by_one(struct db_stmt *stmt, size_t n, const struct db_batch_call *call,
	struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		bool row;

		stmt->db->ops->reset(stmt);
		call->bind(call->ctx, stmt, i);
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (call->on_row != NULL)
			call->on_row(call->ctx, i, row ? stmt : NULL);
	}
	stmt->db->ops->reset(stmt);
	return 0;
}

int
db_batch(struct db *db, const char *sql, size_t n,
	const struct db_batch_call *call, struct err *err)
{
	struct db_stmt *stmt;

	if (n == 0)
		return 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	if (db->ops->batch != NULL)
		return db->ops->batch(stmt, n, call, err);
	return one_by_one(stmt, n, call, err);
}
