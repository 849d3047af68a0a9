#include "inside.h"
#include "journal/format/enrolment_row.h"

int
enrolled_load(struct journal *journal, sqlite3_stmt *stmt,
	enum fail_doing doing, struct enrolment *enrolment_out, struct err *err)
{
	struct enrolment enrolment = {0};
	int64_t used_up;
	int got = sqlite3_step(stmt);
	int rc = 0;

	if (got == SQLITE_DONE)
		rc = err_set(err, ERR_NOT_FOUND, "no such enrolment here");
	else if (got != SQLITE_ROW)
		rc = statement_fail(journal, doing, err);
	else if (!enrolment_row_read(stmt, &enrolment, &used_up))
		rc = statement_damaged(journal, doing, err);
	else
		*enrolment_out = enrolment;
	statement_done(stmt);
	return rc;
}

int
enrolled_current(void *self, int64_t account, const struct id *person,
	struct enrolment *enrolment_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_ENROLMENT_CURRENT, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	value_bind_id(stmt, 2, person);
	return enrolled_load(journal, stmt, FAIL_READING, enrolment_out, err);
}

int
enrolled_find(void *self, const struct id *id, struct enrolment *enrolment_out,
	struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENT_FIND, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	value_bind_id(stmt, 1, id);
	return enrolled_load(journal, stmt, FAIL_READING, enrolment_out, err);
}

/* What a bound statement of ENROLMENT gives, and the end of its use. */
static int
enrolled_list(struct journal *journal, sqlite3_stmt *stmt,
	struct enrolment *enrolments_out, size_t max, size_t *n_out,
	struct err *err)
{
	int64_t used_up;
	size_t n = 0;
	int rc = 0;
	int got = SQLITE_ROW;

	while (n < max && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
		/* one that is damaged holds the others up for nothing */
		if (enrolment_row_read(stmt, &enrolments_out[n], &used_up))
			n++;
		else
			journal->bad = true;
	}
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0)
		*n_out = n;
	return rc;
}

int
enrolled_waiting(void *self, struct enrolment *enrolments_out, size_t max,
	size_t *n_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_ENROLMENTS_WAITING, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, (sqlite3_int64)max);
	return enrolled_list(journal, stmt, enrolments_out, max, n_out, err);
}

int
enrolled_of(void *self, int64_t account, struct enrolment *enrolments_out,
	size_t max, size_t *n_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENTS_OF, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	sqlite3_bind_int64(stmt, 2, (sqlite3_int64)max);
	return enrolled_list(journal, stmt, enrolments_out, max, n_out, err);
}

static int
enrolled_put(struct journal *journal, const struct enrolment *enrolment,
	int64_t used_up, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENT_SAVE, FAIL_WRITING, err);
	struct hash digest;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	enrolment_row_bind(stmt, enrolment, used_up, &digest);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

/* The first row that a bound statement gives, ended. 1: there was none. */
static int
enrolled_end_first(struct journal *journal, sqlite3_stmt *stmt, struct err *err)
{
	struct enrolment enrolment = {0};
	int64_t used_up = 0;
	int got = sqlite3_step(stmt);
	bool fits = got == SQLITE_ROW &&
		    enrolment_row_read(stmt, &enrolment, &used_up);

	if (got != SQLITE_ROW && got != SQLITE_DONE)
		statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	if (got == SQLITE_DONE)
		return 1;
	if (got != SQLITE_ROW)
		return -1;
	if (!fits)
		return statement_damaged(journal, FAIL_READING, err);
	enrolment.ended = true;
	return enrolled_put(journal, &enrolment, used_up, err);
}

static int
enrolled_end_others(struct journal *journal, const struct enrolment *enrolment,
	struct err *err)
{
	sqlite3_stmt *stmt;
	int rc;

	do {
		stmt = statement_get(
			journal, STMT_ENROLMENT_OTHERS, FAIL_WRITING, err);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, enrolment->account);
		sqlite3_bind_int64(stmt, 2, enrolment->row);
		value_bind_id(stmt, 3, &enrolment->person);
		rc = enrolled_end_first(journal, stmt, err);
	} while (rc == 0);
	return rc < 0 ? -1 : 0;
}

static int
enrolled_next_row(struct journal *journal, int64_t *row_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ENROLMENT_NEXT, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*row_out = sqlite3_column_int64(stmt, 0);
	else
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

/* Inside a transaction. */
static int
enrolled_keep(
	struct journal *journal, struct enrolment *enrolment, struct err *err)
{
	struct enrolment known = {0};

	enrolment->ended = false;
	if (enrolled_find(journal, &enrolment->id, &known, err) == 0) {
		enrolment->row = known.row;
		enrolment->last_number = known.last_number;
	} else if (err->kind != ERR_NOT_FOUND ||
		   enrolled_next_row(journal, &enrolment->row, err) < 0) {
		return -1;
	} else {
		enrolment->last_number = 0;
	}
	/* what was recorded is used up, whoever recorded it */
	if (enrolled_put(journal, enrolment, enrolment->last_number, err) < 0)
		return -1;
	return enrolled_end_others(journal, enrolment, err);
}

int
enrolled_save(void *self, struct enrolment *enrolment, struct err *err)
{
	struct journal *journal = self;
	struct enrolment saved = *enrolment;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (enrolled_keep(journal, &saved, err) < 0) {
		statement_rollback(journal);
		return -1;
	}
	if (statement_commit(journal, FAIL_WRITING, err) < 0)
		return -1;
	*enrolment = saved;
	return 0;
}

int
enrolled_end(void *self, int64_t row, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt;
	int rc;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	stmt = statement_get(journal, STMT_ENROLMENT_OF, FAIL_WRITING, err);
	if (stmt == NULL) {
		statement_rollback(journal);
		return -1;
	}
	sqlite3_bind_int64(stmt, 1, row);
	rc = enrolled_end_first(journal, stmt, err);
	if (rc == 0)
		return statement_commit(journal, FAIL_WRITING, err);
	statement_rollback(journal);
	if (rc > 0)
		err_set(err, ERR_NOT_FOUND, "no such enrolment here");
	return -1;
}
