#include <string.h>

#include "guard.h"
#include "inside.h"

/* A row never overflows its page. */
#define REASON_BYTES 1000

/* As many rows are set aside at once. */
#define DAMAGED_MAX 64

/* The first waiting rows, and those among them that cannot be proven. */
struct batch {
	struct punch *punches;
	size_t max;
	size_t n;
	int64_t highest;
	int64_t damaged[DAMAGED_MAX];
	size_t damaged_n;
};

static int
queue_read_rows(struct journal *journal, const struct id *enrolment,
	struct batch *batch, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_WAITING, FAIL_READING, err);
	struct kept_punch kept;
	int got = SQLITE_ROW;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, enrolment);
	sqlite3_bind_int64(stmt, 2, (sqlite3_int64)batch->max);
	while (batch->n < batch->max && batch->damaged_n < DAMAGED_MAX &&
		(got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (row_read_punch(stmt, false, &kept) &&
			kept.state == KEPT_WAITING &&
			id_equal(&kept.punch.enrolment, enrolment))
			batch->punches[batch->n++] = kept.punch;
		else
			batch->damaged[batch->damaged_n++] = kept.number;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	return rc;
}

/* Inside a transaction, so that the highest number is of the same moment. */
static int
queue_read(struct journal *journal, int64_t row, struct batch *batch,
	struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENT_OF, FAIL_READING, err);
	struct enrolment enrolment;

	batch->n = 0;
	batch->damaged_n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (enrolled_load(journal, stmt, FAIL_READING, &enrolment, err) < 0)
		return -1;
	batch->highest = enrolment.last_number;
	return queue_read_rows(journal, &enrolment.id, batch, err);
}

/* Rows that flipped are never sent: they are told, and the others go on. */
static int
queue_set_damaged_aside(
	struct journal *journal, const struct batch *batch, struct err *err)
{
	size_t i;

	/* the next opening looks for a better copy of them */
	journal->bad = true;
	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	for (i = 0; i < batch->damaged_n; i++) {
		if (loss_set_aside(journal, batch->damaged[i], err) == 0)
			continue;
		statement_rollback(journal);
		return -1;
	}
	return statement_commit(journal, FAIL_WRITING, err);
}

int
queue_waiting(void *self, int64_t enrolment, struct punch *punches_out,
	size_t max, size_t *n_out, int64_t *highest_out, struct err *err)
{
	struct journal *journal = self;
	struct batch batch = {.punches = punches_out, .max = max};
	int rc;

	do {
		statement_begin_read(journal);
		rc = queue_read(journal, enrolment, &batch, err);
		statement_end_read(journal);
		if (rc == 0 && batch.damaged_n > 0)
			rc = queue_set_damaged_aside(journal, &batch, err);
	} while (rc == 0 && batch.damaged_n > 0);
	if (rc < 0)
		return -1;
	*n_out = batch.n;
	*highest_out = batch.highest;
	return 0;
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
		rc = err_set(err, ERR_NOT_FOUND,
			"nothing of this number or id is set aside");
	statement_done(stmt);
	return rc;
}

/* Inside a transaction. */
static int
queue_close_row(struct journal *journal, const struct id *punch,
	int64_t *number_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_CLOSE, FAIL_WRITING, err);
	int got;

	if (stmt == NULL)
		return -1;
	*number_out = 0;
	value_bind_id(stmt, 1, punch);
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW)
		*number_out = sqlite3_column_int64(stmt, 0);
	if (got != SQLITE_DONE)
		statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	if (got != SQLITE_DONE)
		return -1;
	if (*number_out == 0)
		return err_set(err, ERR_NOT_FOUND,
			"nothing of this number or id is set aside");
	return 0;
}

static int
queue_keep_reason(struct journal *journal, int64_t number, int64_t at_ms,
	const char *reason, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_CLOSING, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, number);
	sqlite3_bind_int64(stmt, 2, at_ms);
	sqlite3_bind_text(stmt, 3, reason, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

int
queue_close(void *self, const struct id *punch, const char *reason,
	int64_t at_ms, struct err *err)
{
	struct journal *journal = self;
	int64_t number;

	if (strlen(reason) > REASON_BYTES)
		return err_set(err, ERR_DATA,
			"the reason is longer than %d bytes", REASON_BYTES);
	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (queue_close_row(journal, punch, &number, err) < 0 ||
		queue_keep_reason(journal, number, at_ms, reason, err) < 0) {
		statement_rollback(journal);
		return -1;
	}
	return statement_commit(journal, FAIL_WRITING, err);
}

/* differ_out: what was counted cannot be. */
static int
queue_read_counts(struct journal *journal, struct queue_counts *counts,
	bool *differ_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_COUNTS, FAIL_READING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		counts->waiting = sqlite3_column_int64(stmt, 0);
		counts->set_aside = sqlite3_column_int64(stmt, 1);
		counts->lost = sqlite3_column_int64(stmt, 2);
		counts->oldest.wall_ms = sqlite3_column_int64(stmt, 3);
		counts->oldest.boottime_ms = sqlite3_column_int64(stmt, 4);
		(void)value_read_id(stmt, 5, &counts->oldest.boot);
		*differ_out =
			counts->waiting < 0 || counts->set_aside < 0 ||
			(counts->waiting > 0) !=
				(sqlite3_column_type(stmt, 3) != SQLITE_NULL);
	} else {
		rc = statement_fail(journal, FAIL_READING, err);
	}
	statement_done(stmt);
	return rc;
}

/* The counters beside what they count: a flipped one is put right. */
static int
queue_count(
	struct journal *journal, struct queue_counts *counts, struct err *err)
{
	struct err ignored;
	bool differ = false;

	if (queue_read_counts(journal, counts, &differ, err) < 0)
		return -1;
	if (!differ || statement_run(journal, STMT_RECOUNT, FAIL_WRITING,
			       &ignored) < 0)
		return 0;
	if (queue_read_counts(journal, counts, &differ, err) < 0)
		return -1;
	/* then rows wait that no index knows */
	journal->bad |= differ;
	return 0;
}

int
queue_counts(void *self, struct queue_counts *counts_out, struct err *err)
{
	struct journal *journal = self;
	struct queue_counts counts = {0};
	int64_t link;

	if (queue_count(journal, &counts, err) < 0 ||
		room_percent_used(journal, &counts.room_percent_used, err) < 0)
		return -1;
	guard_read_link(journal->guard_fd, &link, &counts.link_ms);
	if (link > LAST_LINK_NONE && link <= LAST_LINK_REFUSED)
		counts.link = (enum last_link)link;
	*counts_out = counts;
	return 0;
}
