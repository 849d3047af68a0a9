#include <string.h>

#include "guard.h"
#include "inside.h"

/* Where the next punch goes. */
struct head {
	int64_t number;      /* of the store: the last one used */
	struct hash link;    /* of that one */
	struct enrolment to; /* last_number moves on */
};

/*
 * A state directory that was put back from a copy, or removed, leaves who has
 * it open with a file that no other start will find: what was recorded there
 * would be lost.
 */
static int
record_check_place(struct journal *journal, struct err *err)
{
	int moved = 0;

	(void)sqlite3_file_control(
		journal->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	if (moved == 0)
		return 0;
	return fail_moved(
		sqlite3_db_filename(journal->db, "main"), FAIL_RECORDING, err);
}

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
		 !row_read_hash(stmt, 1, &head->link))
		rc = statement_damaged(journal, FAIL_RECORDING, err);
	else
		head->number = sqlite3_column_int64(stmt, 0);
	statement_done(stmt);
	return rc;
}

/*
 * The enrolment under which the account's person presses now, who must be who
 * presses: another process may have signed in somebody else, or nobody.
 */
static int
record_enrolment(struct journal *journal, int64_t account,
	const struct id *presses, struct head *head, struct err *err)
{
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_ENROLMENT_HEAD, FAIL_RECORDING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	if (enrolled_load(journal, stmt, FAIL_RECORDING, &head->to, err) == 0)
		return id_equal(&head->to.person, presses)
			       ? 0
			       : err_set(err, ERR_AUTH,
					 "somebody else has signed in here "
					 "meanwhile; look who, then press "
					 "again");
	if (err->kind != ERR_NOT_FOUND)
		return -1;
	return err_set(err, ERR_AUTH,
		"nobody is signed in here, so the punch was not recorded: "
		"sign in first");
}

/* Puts one punch behind the head, which moves on to it. */
static int
record_one(struct journal *journal, struct head *head, struct punch *punch,
	struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_RECORD, FAIL_RECORDING, err);
	struct kept_punch kept = {.state = KEPT_WAITING};
	struct hash digest, link;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	punch->enrolment = head->to.id;
	punch->number = ++head->to.last_number;
	if (punch_check(punch, err) < 0)
		return err_wrap(err, "the punch was not recorded");
	kept.number = ++head->number;
	kept.account = head->to.account;
	kept.punch = *punch;
	row_digest(&kept, &digest);
	row_link(&head->link, &digest, &link);
	row_bind_punch(stmt, &kept, &digest, &link);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_RECORDING, err);
	statement_done(stmt);
	head->link = link;
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
	struct head head = {0};
	size_t i;

	if (statement_begin(journal, FAIL_RECORDING, err) < 0)
		return -1;
	if (record_head(journal, &head, err) < 0 ||
		record_enrolment(journal, account, &punches[0].pressed_by,
			&head, err) < 0)
		goto fail;
	for (i = 0; i < n; i++)
		if (record_one(journal, &head, &punches[i], err) < 0)
			goto fail;
	if (record_check_place(journal, err) < 0)
		goto fail;
	if (statement_commit(journal, FAIL_RECORDING, err) < 0) {
		record_take_back(journal);
		return -1;
	}
	guard_witness(
		journal->guard_fd, &(struct witness){.number = head.number,
					   .enrolment = head.to.row,
					   .seq = head.to.last_number});
	room_maintain(journal, true);
	return 0;
fail:
	statement_rollback(journal);
	return -1;
}
