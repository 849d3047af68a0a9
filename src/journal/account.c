#include <string.h>

#include "inside.h"

static bool
account_read_person(sqlite3_stmt *stmt, struct person *person)
{
	person->permissions = (permission_set)sqlite3_column_int64(stmt, 8);
	person->viewset = (enum viewset)sqlite3_column_int(stmt, 9);
	person->meal.tracked = sqlite3_column_int(stmt, 10) != 0;
	person->meal.length_minutes = sqlite3_column_int(stmt, 11);
	person->meal.due_after_minutes = sqlite3_column_int(stmt, 12);
	person->meal.early = (enum meal_early)sqlite3_column_int(stmt, 13);
	person->clock_enabled = sqlite3_column_int(stmt, 16) != 0;
	return value_read_id(stmt, 6, &person->id) &&
	       value_read_text(stmt, 7, person->name, sizeof(person->name)) &&
	       value_read_text(stmt, 2, person->company_id,
		       sizeof(person->company_id)) &&
	       value_read_text(stmt, 14, person->company_name,
		       sizeof(person->company_name)) &&
	       value_read_text(stmt, 15, person->company_zone,
		       sizeof(person->company_zone));
}

static bool
account_read(sqlite3_stmt *stmt, struct account *account)
{
	account->number = sqlite3_column_int64(stmt, 0);
	account->signed_in = sqlite3_column_int(stmt, 5) != 0;
	return value_read_text(
		       stmt, 1, account->server, sizeof(account->server)) &&
	       value_read_text(
		       stmt, 3, account->username, sizeof(account->username)) &&
	       value_read_id(stmt, 4, &account->device) &&
	       account_read_person(stmt, &account->person);
}

/* The account a statement gives, and the end of its use. */
static int
account_load(struct journal *journal, sqlite3_stmt *stmt,
	struct account *account_out, struct err *err)
{
	struct account account = {0};
	int got = sqlite3_step(stmt);
	int rc = 0;

	if (got == SQLITE_DONE)
		rc = err_set(err, ERR_NOT_FOUND,
			"nobody has signed in on this machine yet");
	else if (got != SQLITE_ROW)
		rc = statement_fail(journal, FAIL_READING, err);
	else if (!account_read(stmt, &account))
		rc = err_set(err, ERR_DATA,
			"an account in %s cannot be read: sign in again",
			journal->path);
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

int
account_list_waiting(void *self, int64_t *numbers_out, size_t max,
	size_t *n_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_ACCOUNTS_WAITING, FAIL_READING, err);
	size_t n = 0;
	int rc = 0;
	int got = SQLITE_ROW;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, (sqlite3_int64)max);
	while (n < max && (got = sqlite3_step(stmt)) == SQLITE_ROW)
		numbers_out[n++] = sqlite3_column_int64(stmt, 0);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0)
		*n_out = n;
	return rc;
}

static void
account_bind(sqlite3_stmt *stmt, const struct account *account,
	const struct id *device)
{
	const struct person *person = &account->person;
	const struct meal_policy *meal = &person->meal;

	sqlite3_bind_text(stmt, 1, account->server, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, person->company_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, account->username, -1, SQLITE_STATIC);
	sqlite3_bind_blob(
		stmt, 4, device->bytes, sizeof(device->bytes), SQLITE_STATIC);
	sqlite3_bind_int(stmt, 5, account->signed_in);
	sqlite3_bind_blob(stmt, 6, person->id.bytes, sizeof(person->id.bytes),
		SQLITE_STATIC);
	sqlite3_bind_text(stmt, 7, person->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 8, (int64_t)person->permissions);
	sqlite3_bind_int(stmt, 9, (int)person->viewset);
	sqlite3_bind_int(stmt, 10, meal->tracked);
	sqlite3_bind_int(stmt, 11, meal->length_minutes);
	sqlite3_bind_int(stmt, 12, meal->due_after_minutes);
	sqlite3_bind_int(stmt, 13, (int)meal->early);
	sqlite3_bind_text(stmt, 14, person->company_name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 15, person->company_zone, -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 16, person->clock_enabled);
}

/* Inserts or updates; number and device as they now stand. */
static int
account_put(struct journal *journal, struct account *account, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ACCOUNT_SAVE, FAIL_WRITING, err);
	struct id device = account->device;
	struct id_source source = {0};
	int got;

	/* ids only have to be unique: no clock is asked for this one */
	if (stmt == NULL ||
		(id_is_nil(&device) && id_make(&source, 0, &device, err) < 0))
		return -1;
	account_bind(stmt, account, &device);
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
		account->number = sqlite3_column_int64(stmt, 0);
		value_read_id(stmt, 1, &account->device);
	}
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

int
account_save_person(void *self, const struct account *account, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (statement_begin(journal, FAIL_WRITING, err) < 0)
		return -1;
	stmt = statement_get(journal, STMT_PERSON_SAVE, FAIL_WRITING, err);
	if (stmt == NULL) {
		statement_rollback(journal);
		return -1;
	}
	account_bind(stmt, account, &account->device);
	sqlite3_bind_int64(stmt, 17, account->number);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	else if (sqlite3_changes(journal->db) == 0)
		rc = err_set(err, ERR_NOT_FOUND,
			"somebody signed in or out meanwhile");
	statement_done(stmt);
	if (rc == 0)
		return statement_commit(journal, FAIL_WRITING, err);
	statement_rollback(journal);
	return -1;
}
