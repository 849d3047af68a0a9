#include "guard.h"
#include "inside.h"

/* A row that we cannot have written. */
static int
queue_bad_row(struct journal *journal, struct err *err)
{
	journal->bad = true;
	return err_set(err, ERR_DATA,
		"%s holds a punch that cannot be read: close every "
		"connect-clock and start it again, which recovers what can be "
		"read",
		journal->path);
}

int
queue_waiting(void *self, int64_t account, struct punch *punches_out,
	size_t max, size_t *n_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_WAITING, FAIL_READING, err);
	struct kept_punch kept;
	size_t n = 0;
	int rc = 0;
	int got = SQLITE_ROW;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_int64(stmt, 2, (sqlite3_int64)max);
	while (rc == 0 && n < max && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (row_read_punch(stmt, false, &kept))
			punches_out[n++] = kept.punch;
		else
			rc = queue_bad_row(journal, err);
	}
	if (rc == 0 && got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0)
		*n_out = n;
	return rc;
}

static enum kept_state
queue_state_after(const struct verdict *verdict)
{
	enum verdict_kind kind = verdict->kind;

	if (kind == VERDICT_DUPLICATE)
		kind = verdict->first;
	return kind == VERDICT_REFUSED ? KEPT_SET_ASIDE : KEPT_ANSWERED;
}

/* The state of the verdict's punch; number_out 0 when it waits for none. */
static int
queue_move(struct journal *journal, int64_t account,
	const struct verdict *verdict, int64_t *number_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_SETTLE, FAIL_WRITING, err);
	int got;

	if (stmt == NULL)
		return -1;
	*number_out = 0;
	sqlite3_bind_int(stmt, 1, (int)queue_state_after(verdict));
	value_bind_id(stmt, 2, &verdict->punch);
	sqlite3_bind_int64(stmt, 3, account);
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW)
		*number_out = sqlite3_column_int64(stmt, 0);
	if (got != SQLITE_DONE)
		statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return got == SQLITE_DONE ? 0 : -1;
}

static int
queue_keep_verdict(struct journal *journal, int64_t number,
	const struct verdict *verdict, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_VERDICT, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, number);
	sqlite3_bind_int(stmt, 2, (int)verdict->kind);
	sqlite3_bind_int(stmt, 3, (int)verdict->first);
	sqlite3_bind_int64(stmt, 4, verdict->ledger_seq);
	sqlite3_bind_int64(stmt, 5, verdict->at_ms);
	sqlite3_bind_int64(stmt, 6, verdict->flags);
	sqlite3_bind_text(stmt, 7, verdict->problem, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 8, verdict->detail, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

int
queue_settle(void *self, int64_t account, const struct verdict *verdicts,
	size_t n, struct err *err)
{
	struct journal *journal = self;
	int64_t number;
	size_t i;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (queue_move(journal, account, &verdicts[i], &number, err) <
			0)
			goto fail;
		if (number != 0 && queue_keep_verdict(journal, number,
					   &verdicts[i], err) < 0)
			goto fail;
	}
	if (statement_commit(journal, FAIL_WRITING, err) < 0)
		return -1;
	room_maintain(journal, false);
	return 0;
fail:
	statement_rollback(journal);
	return -1;
}

/* Whether this number of the account's device was answered. */
static int
queue_is_answered(struct journal *journal, int64_t account, int64_t device_seq,
	bool *answered_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ANSWERED, FAIL_READING, err);
	int got;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_int64(stmt, 2, device_seq);
	got = sqlite3_step(stmt);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	*answered_out = got == SQLITE_ROW;
	return got == SQLITE_ROW || got == SQLITE_DONE ? 0 : -1;
}

int
queue_refill(void *self, int64_t account, int64_t watermark,
	const int64_t *missing, size_t n, size_t *count_out, struct err *err)
{
	struct journal *journal = self;
	int64_t lost = watermark + 1;
	bool answered;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (queue_is_answered(journal, account, lost, &answered, err) < 0)
		return -1;
	for (size_t i = 0; i < n && !answered; i++) {
		lost = missing[i];
		if (queue_is_answered(journal, account, lost, &answered, err) <
			0)
			return -1;
	}
	*count_out = 0;
	if (!answered)
		return 0;
	stmt = statement_get(journal, STMT_REFILL, FAIL_WRITING, err);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_int64(stmt, 2, lost);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	else
		*count_out = (size_t)sqlite3_changes(journal->db);
	statement_done(stmt);
	return rc;
}

int
queue_retry(void *self, const struct id *punch, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_RETRY, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, punch);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	else if (sqlite3_changes(journal->db) == 0)
		rc = err_set(
			err, ERR_NOT_FOUND, "no punch of this id is set aside");
	statement_done(stmt);
	return rc;
}

int
queue_counts(void *self, struct queue_counts *counts_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_COUNTS, FAIL_READING, err);
	struct queue_counts counts = {0};
	int64_t link;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		counts.waiting = sqlite3_column_int64(stmt, 0);
		counts.set_aside = sqlite3_column_int64(stmt, 1);
		counts.oldest_waiting_ms = sqlite3_column_int64(stmt, 2);
	} else {
		rc = statement_fail(journal, FAIL_READING, err);
	}
	statement_done(stmt);
	if (rc == 0)
		rc = room_percent_used(journal, &counts.room_percent_used, err);
	if (rc != 0)
		return -1;
	guard_read_link(journal->guard_fd, &link, &counts.link_ms);
	if (link == LAST_LINK_ANSWERED || link == LAST_LINK_FAILED)
		counts.link = (enum last_link)link;
	*counts_out = counts;
	return 0;
}
