#include <assert.h>
#include <string.h>

#include "guard.h"
#include "inside.h"

/* Where the next punch goes. */
struct head {
	int64_t number; /* the last one used */
	struct hash link;
	int64_t account;
	int64_t device_seq;
	struct id device;
};

/* The last number and link of the file; all zero before the first. */
static int
record_head(struct journal *journal, struct head *head, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_HEAD, FAIL_RECORDING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	memset(&head->link, 0, sizeof(head->link));
	if (sqlite3_step(stmt) != SQLITE_ROW)
		rc = statement_fail(journal, FAIL_RECORDING, err);
	else if (sqlite3_column_type(stmt, 1) != SQLITE_NULL &&
		 !row_read_link(stmt, 1, &head->link))
		rc = err_set(err, ERR_DATA, "the journal's newest row is bad");
	else
		head->number = sqlite3_column_int64(stmt, 0);
	statement_done(stmt);
	return rc;
}

static int
record_head_account(struct journal *journal, struct head *head, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT_HEAD, FAIL_RECORDING, err);
	int rc = -1;
	int got;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, head->account);
	got = sqlite3_step(stmt);
	if (got == SQLITE_DONE) {
		err_set(err, ERR_NOT_FOUND,
			"nobody has signed in here yet, so the punch was not "
			"recorded: sign in first");
	} else if (got != SQLITE_ROW) {
		statement_fail(journal, FAIL_RECORDING, err);
	} else if (value_read_id(stmt, 0, &head->device)) {
		head->device_seq = sqlite3_column_int64(stmt, 1);
		rc = 0;
	} else {
		err_set(err, ERR_DATA, "the account's row is bad");
	}
	statement_done(stmt);
	return rc;
}

/* Puts one punch behind the head, which moves on to it. */
static int
record_one(struct journal *journal, struct head *head, struct punch *punch,
	struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_RECORD, FAIL_RECORDING, err);
	struct hash link;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	punch->enrolment = head->device;
	punch->number = ++head->device_seq;
	if (punch_check(punch, err) < 0)
		return err_wrap(err, "the punch was not recorded");
	row_link(&head->link, head->account, punch, &link);
	head->link = link;
	row_bind_punch(stmt, ++head->number, head->account, punch, &link);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_RECORDING, err);
	statement_done(stmt);
	return rc;
}

/*
 * A commit that failed while it was being synced may stand in the WAL, whole,
 * for the next process to find, although the person was told that it was not
 * recorded. Another commit takes its place.
 */
static void
record_take_back(struct journal *journal)
{
	struct err ignored;

	statement_run(journal, STMT_RESERVE_DONE, FAIL_WRITING, &ignored);
}

int
record_punches(void *self, int64_t account, struct punch *punches, size_t n,
	struct err *err)
{
	struct journal *journal = self;
	struct head head = {.account = account};
	size_t i;

	if (statement_begin(journal, FAIL_RECORDING, err) < 0)
		return -1;
	if (record_head(journal, &head, err) < 0 ||
		record_head_account(journal, &head, err) < 0)
		goto fail;
	for (i = 0; i < n; i++)
		if (record_one(journal, &head, &punches[i], err) < 0)
			goto fail;
	if (statement_commit(journal, FAIL_RECORDING, err) < 0) {
		record_take_back(journal);
		return -1;
	}
	guard_witness(
		journal->guard_fd, &(struct witness){.number = head.number,
					   .account = account,
					   .device_seq = head.device_seq});
	room_maintain(journal, true);
	return 0;
fail:
	statement_rollback(journal);
	return -1;
}
