#include "inside.h"

static int
loss_run(struct journal *journal, enum statement which, int64_t number,
	struct err *err)
{
	sqlite3_stmt *stmt = statement_get(journal, which, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, number);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

int
loss_set_aside(struct journal *journal, int64_t number, struct err *err)
{
	if (loss_run(journal, STMT_DAMAGE, number, err) < 0)
		return -1;
	/* else its index says that it waits, and the row does not */
	if (sqlite3_changes(journal->db) != 1)
		return statement_damaged(journal, FAIL_READING, err);
	return loss_run(journal, STMT_LOSE, number, err);
}

int
loss_list(void *self, store_on_loss *on_loss, void *ctx, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_LOSSES, FAIL_READING, err);
	int got = SQLITE_DONE;
	bool on = true;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	while (on && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct store_loss loss = {
			.first = sqlite3_column_int64(stmt, 0),
			.last = sqlite3_column_int64(stmt, 1),
			.altered = sqlite3_column_int(stmt, 2) != 0,
			.acknowledged = sqlite3_column_int(stmt, 3) != 0,
			.after_ms = sqlite3_column_int64(stmt, 4),
			.before_ms = sqlite3_column_int64(stmt, 5),
		};

		on = on_loss(ctx, &loss);
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	return rc;
}

static bool
loss_count(void *ctx, const struct store_loss *loss)
{
	if (!loss->acknowledged)
		*(int64_t *)ctx += loss->last - loss->first + 1;
	return true;
}

int
loss_acknowledge(void *self, int64_t *count_out, struct err *err)
{
	struct journal *journal = self;
	int64_t count = 0;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (loss_list(self, loss_count, &count, err) < 0 ||
		statement_run(journal, STMT_ACKNOWLEDGE, FAIL_WRITING, err) <
			0 ||
		statement_run(journal, STMT_NOTICE_SEEN, FAIL_WRITING, err) <
			0) {
		statement_rollback(journal);
		return -1;
	}
	if (statement_commit(journal, FAIL_WRITING, err) < 0)
		return -1;
	*count_out = count;
	return 0;
}
