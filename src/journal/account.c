#include "inside.h"
#include "journal/format/account_row.h"

/* Whether there are punches of nobody: a page of accounts is gone. */
static bool
account_are_gone(struct journal *journal)
{
	struct err ignored;
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_ACCOUNTS_GONE, FAIL_READING, &ignored);
	bool gone;

	if (stmt == NULL)
		return false;
	gone = sqlite3_step(stmt) == SQLITE_ROW &&
	       sqlite3_column_int(stmt, 0) == 1;
	statement_done(stmt);
	return gone;
}

/* The account a statement gives, and the end of its use. */
static int
account_load(struct journal *journal, sqlite3_stmt *stmt,
	struct account *account_out, struct err *err)
{
	struct account account = {0};
	int got = sqlite3_step(stmt);
	int rc = 0;

	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	else if (got == SQLITE_DONE ? account_are_gone(journal)
				    : !account_row_read(stmt, &account))
		rc = statement_damaged(journal, FAIL_READING, err);
	else if (got == SQLITE_DONE)
		rc = err_set(err, ERR_NOT_FOUND,
			"nobody has signed in on this machine yet");
	else
		*account_out = account;
	statement_done(stmt);
	return rc;
}

int
account_current(void *self, struct account *account_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	return account_load(journal, stmt, account_out, err);
}

int
account_of(void *self, int64_t number, struct account *account_out,
	struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT_OF, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, number);
	return account_load(journal, stmt, account_out, err);
}

int
account_find(void *self, const char *server, const char *company_id,
	struct account *account_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT_FIND, FAIL_READING, err);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_text(stmt, 1, server, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, company_id, -1, SQLITE_STATIC);
	return account_load(journal, stmt, account_out, err);
}

/* The device by which this machine is known there, else a new one. */
static int
account_device(
	struct journal *journal, struct account *account, struct err *err)
{
	struct id_source source = {0};
	struct account known;

	if (account_find(journal, account->server, account->person.company_id,
		    &known, err) == 0) {
		account->device = known.device;
		return 0;
	}
	if (err->kind != ERR_NOT_FOUND)
		return -1;
	if (!id_is_nil(&account->device))
		return 0;
	/* ids only have to be unique: no clock is asked for this one */
	return id_make(&source, 0, &account->device, err);
}

/* The punches of a place that a recovery could not find are of this one, when
 * the same person signs in there. */
static int
account_adopt(
	struct journal *journal, const struct account *account, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT_ADOPT, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_text(stmt, 1, account->server, -1, SQLITE_STATIC);
	sqlite3_bind_text(
		stmt, 2, account->person.company_id, -1, SQLITE_STATIC);
	value_bind_id(stmt, 3, &account->person.id);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

/* Inserts or updates; number and device as they now stand. */
static int
account_put(struct journal *journal, struct account *account, struct err *err)
{
	sqlite3_stmt *stmt;
	struct account_row row;
	int got;

	if (account_device(journal, account, err) < 0 ||
		account_adopt(journal, account, err) < 0)
		return -1;
	stmt = statement_get(journal, STMT_ACCOUNT_SAVE, FAIL_WRITING, err);
	if (stmt == NULL)
		return -1;
	account_row_bind(stmt, account, &row);
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW)
		account->number = sqlite3_column_int64(stmt, 0);
	if (got != SQLITE_DONE)
		statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return got == SQLITE_DONE ? 0 : -1;
}

/* One person is signed in at a time. */
static int
account_sign_out_others(
	struct journal *journal, int64_t number, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_SIGN_OUT_OTHERS, FAIL_WRITING, err);
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
account_save(void *self, struct account *account, struct err *err)
{
	struct journal *journal = self;
	struct account saved = *account;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (account_put(journal, &saved, err) < 0 ||
		account_sign_out_others(journal, saved.number, err) < 0) {
		statement_rollback(journal);
		return -1;
	}
	if (statement_commit(journal, FAIL_WRITING, err) < 0)
		return -1;
	*account = saved;
	return 0;
}

/* Inside a transaction. */
static int
account_update_person(
	struct journal *journal, const struct account *account, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_PERSON_SAVE, FAIL_WRITING, err);
	struct account_row row;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	account_row_bind(stmt, account, &row);
	sqlite3_bind_int64(stmt, 20, account->number);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	else if (sqlite3_changes(journal->db) == 0)
		rc = err_set(err, ERR_NOT_FOUND,
			"somebody signed in or out meanwhile");
	statement_done(stmt);
	return rc;
}

int
account_save_person(void *self, const struct account *account, struct err *err)
{
	struct journal *journal = self;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	if (account_update_person(journal, account, err) == 0)
		return statement_commit(journal, FAIL_WRITING, err);
	statement_rollback(journal);
	return -1;
}
