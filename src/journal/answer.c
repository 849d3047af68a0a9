#include "inside.h"
#include "journal/format/number.h"

/* What the service answered, and what it asks for again. */

/* The id of an enrolment of this store. ERR_NOT_FOUND. */
static int
answer_enrolment(struct journal *journal, int64_t row, struct id *id_out,
	struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENT_OF, FAIL_READING, err);
	struct enrolment enrolment;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (enrolled_load(journal, stmt, FAIL_READING, &enrolment, err) < 0)
		return -1;
	*id_out = enrolment.id;
	return 0;
}

static enum kept_state
answer_state(const struct verdict *verdict)
{
	enum verdict_kind kind = verdict->kind;

	if (kind == VERDICT_DUPLICATE)
		kind = verdict->first;
	return kind == VERDICT_REFUSED ? KEPT_SET_ASIDE : KEPT_ANSWERED;
}

/* The number of the punch that waits for a verdict; 0 when none does. */
static int
answer_number(struct journal *journal, const struct id *enrolment,
	const struct id *punch, int64_t *number_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_WAITS_AS, FAIL_READING, err);
	int got;

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, punch);
	value_bind_id(stmt, 2, enrolment);
	got = sqlite3_step(stmt);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		statement_fail(journal, FAIL_READING, err);
	*number_out = got == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	statement_done(stmt);
	return got == SQLITE_ROW || got == SQLITE_DONE ? 0 : -1;
}

static int
answer_move(struct journal *journal, int64_t number,
	const struct verdict *verdict, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_SETTLE, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int(stmt, 1,
		number_put(&number_states, (int)answer_state(verdict)));
	sqlite3_bind_int64(stmt, 2, number);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

static int
answer_keep(struct journal *journal, int64_t number,
	const struct verdict *verdict, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_VERDICT, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, number);
	sqlite3_bind_int(
		stmt, 2, number_put(&number_verdicts, (int)verdict->kind));
	sqlite3_bind_int(
		stmt, 3, number_put(&number_verdicts, (int)verdict->first));
	sqlite3_bind_int64(stmt, 4, verdict->ledger_seq);
	sqlite3_bind_int64(stmt, 5, verdict->at_ms);
	sqlite3_bind_int64(stmt, 6, verdict->flags);
	sqlite3_bind_int64(stmt, 7, verdict->causes);
	sqlite3_bind_text(stmt, 8, restate_method_name(verdict->method), -1,
		SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 9, verdict->not_before_ms);
	sqlite3_bind_int64(stmt, 10, verdict->not_after_ms);
	sqlite3_bind_text(stmt, 11, verdict->problem, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 12, verdict->detail, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

/* Inside a transaction. */
static int
answer_take(struct journal *journal, int64_t row,
	const struct verdict *verdicts, size_t n, size_t *moved_out,
	struct err *err)
{
	struct id enrolment;
	int64_t number;
	size_t i;

	*moved_out = 0;
	if (answer_enrolment(journal, row, &enrolment, err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (answer_number(journal, &enrolment, &verdicts[i].punch,
			    &number, err) < 0)
			return -1;
		if (number == 0)
			continue;
		if (answer_move(journal, number, &verdicts[i], err) < 0 ||
			answer_keep(journal, number, &verdicts[i], err) < 0)
			return -1;
		++*moved_out;
	}
	return 0;
}

int
answer_settle(void *self, int64_t enrolment, const struct verdict *verdicts,
	size_t n, size_t *moved_out, struct err *err)
{
	struct journal *journal = self;
	size_t moved;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (answer_take(journal, enrolment, verdicts, n, &moved, err) < 0) {
		statement_rollback(journal);
		return -1;
	}
	if (statement_commit(journal, FAIL_WRITING, err) < 0)
		return -1;
	*moved_out = moved;
	room_maintain(journal, false);
	return 0;
}

/* Whether this number of the enrolment was answered. */
static int
answer_is_there(struct journal *journal, const struct id *enrolment,
	int64_t seq, bool *is_there_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ANSWERED, FAIL_READING, err);
	int got;

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, enrolment);
	sqlite3_bind_int64(stmt, 2, seq);
	got = sqlite3_step(stmt);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	*is_there_out = got == SQLITE_ROW;
	return got == SQLITE_ROW || got == SQLITE_DONE ? 0 : -1;
}

static int
answer_ask_again(struct journal *journal, const struct id *enrolment,
	size_t *count_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_REFILL, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, enrolment);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	else
		*count_out = (size_t)sqlite3_changes(journal->db);
	statement_done(stmt);
	return rc;
}

int
answer_refill(void *self, int64_t enrolment, int64_t watermark,
	const int64_t *missing, size_t n, size_t *count_out, struct err *err)
{
	struct journal *journal = self;
	struct id id;
	bool answered = watermark < 0;

	if (answer_enrolment(journal, enrolment, &id, err) < 0 ||
		(!answered && answer_is_there(journal, &id, watermark + 1,
				      &answered, err) < 0))
		return -1;
	for (size_t i = 0; i < n && !answered; i++)
		if (answer_is_there(journal, &id, missing[i], &answered, err) <
			0)
			return -1;
	*count_out = 0;
	if (!answered)
		return 0;
	return answer_ask_again(journal, &id, count_out, err);
}

int
answer_last(
	void *self, int64_t enrolment, struct punch *punch_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt;
	struct kept_punch kept;
	struct id id;
	int got, rc = 0;

	if (answer_enrolment(journal, enrolment, &id, err) < 0)
		return -1;
	stmt = statement_get(journal, STMT_ANSWERED_LAST, FAIL_READING, err);
	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, &id);
	got = sqlite3_step(stmt);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	else if (got == SQLITE_ROW && row_read_punch(stmt, false, &kept) &&
		 id_equal(&kept.punch.enrolment, &id))
		*punch_out = kept.punch;
	else
		rc = err_set(err, ERR_NOT_FOUND, "nothing was answered yet");
	statement_done(stmt);
	return rc;
}
