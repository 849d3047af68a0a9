#include <string.h>

#include "inside.h"

/* How far back recently used entries are looked for. */
#define RECENT_PUNCHES 64

/* A statement for these rows; past_give puts it back. */
static sqlite3_stmt *
past_take(struct journal *journal, enum statement which, struct err *err)
{
	sqlite3_stmt *stmt = statement_get(journal, which, FAIL_READING, err);

	/* whom the rows are given to may ask for others meanwhile */
	journal->statements[which] = NULL;
	return stmt;
}

static void
past_put_back(struct journal *journal, enum statement which, sqlite3_stmt *stmt)
{
	statement_done(stmt);
	if (journal->statements[which] == NULL)
		journal->statements[which] = stmt;
	else
		sqlite3_finalize(stmt);
}

/*
 * Gives the rows of a KEPT statement one by one. One that is not as it was
 * written is passed over: it must hold up no press. It is told once it is
 * met where it matters (queue.c, verify.c), or by the next opening.
 */
static int
past_give(struct journal *journal, sqlite3_stmt *stmt, store_on_punch *on_punch,
	void *ctx, struct err *err)
{
	struct kept_punch kept;
	bool on = true;
	int got = SQLITE_ROW;

	while (on && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (row_read_punch(stmt, true, &kept))
			on = on_punch(ctx, &kept);
		else if (kept.state != KEPT_DAMAGED)
			journal->bad = true;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		return statement_fail(journal, FAIL_READING, err);
	return 0;
}

int
past_list(void *self, enum store_list which, store_on_punch *on_punch,
	void *ctx, struct err *err)
{
	static const enum statement lists[] = {
		[STORE_WAITING] = STMT_LIST_WAITING,
		[STORE_SET_ASIDE] = STMT_LIST_ASIDE,
		[STORE_CLOSED] = STMT_LIST_CLOSED,
		[STORE_ALL] = STMT_LIST_ALL,
	};
	struct journal *journal = self;
	sqlite3_stmt *stmt = past_take(journal, lists[which], err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = past_give(journal, stmt, on_punch, ctx, err);
	past_put_back(journal, lists[which], stmt);
	return rc;
}

int
past_history(void *self, int64_t account, const struct id *employee, size_t max,
	store_on_punch *on_punch, void *ctx, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = past_take(journal, STMT_HISTORY, err);
	int rc;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	value_bind_id(stmt, 2, employee);
	sqlite3_bind_int64(stmt, 3, (sqlite3_int64)max);
	rc = past_give(journal, stmt, on_punch, ctx, err);
	past_put_back(journal, STMT_HISTORY, stmt);
	return rc;
}

static bool
past_known(const struct id *ids, size_t n, const struct id *id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (id_equal(&ids[i], id))
			return true;
	return false;
}

int
past_recent(void *self, int64_t account, const struct id *employee,
	enum entry_kind kind, struct id *ids_out, size_t max, size_t *n_out,
	struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_USED, FAIL_READING, err);
	int column = kind == ENTRY_LOCATION ? 0 : 1;
	struct id id;
	size_t n = 0;
	int rc = 0;
	int got = SQLITE_ROW;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	value_bind_id(stmt, 2, employee);
	sqlite3_bind_int(stmt, 3, RECENT_PUNCHES);
	while (n < max && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (value_read_id(stmt, column, &id) && !id_is_nil(&id) &&
			!past_known(ids_out, n, &id))
			ids_out[n++] = id;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0)
		*n_out = n;
	return rc;
}

static bool
past_keep(void *ctx, const struct kept_punch *kept)
{
	struct kept_punch *out = ctx;

	*out = *kept;
	return true;
}

/* The one row that a statement gives. */
static int
past_one(struct journal *journal, sqlite3_stmt *stmt, enum statement which,
	struct kept_punch *kept_out, struct err *err)
{
	struct kept_punch kept = {0};
	int rc = past_give(journal, stmt, past_keep, &kept, err);

	past_put_back(journal, which, stmt);
	if (rc != 0)
		return -1;
	if (kept.number == 0)
		return err_set(err, ERR_NOT_FOUND, "no such punch here");
	*kept_out = kept;
	return 0;
}

int
past_last(void *self, struct kept_punch *kept_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = past_take(journal, STMT_NEWEST, err);

	if (stmt == NULL)
		return -1;
	return past_one(journal, stmt, STMT_NEWEST, kept_out, err);
}

int
past_find(void *self, const struct id *punch, struct kept_punch *kept_out,
	struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = past_take(journal, STMT_FIND, err);

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, punch);
	return past_one(journal, stmt, STMT_FIND, kept_out, err);
}
