#include "reading.h"

static const char *const texts[] = {
#define X(name, sql) [STMT_##name] = sql,
	STATEMENTS(X)
#undef X
};

int
statement_damaged(
	struct journal *journal, enum fail_doing doing, struct err *err)
{
	if (fail_is_memory(journal->db))
		return fail_set(journal->db, doing, err);
	journal->bad = true;
	return fail_damaged(journal->path, doing, err);
}

/* Our statements are right for what we wrote: else it is something else. */
static bool
statement_is_unlike(int rc)
{
	return rc == SQLITE_ERROR || rc == SQLITE_CONSTRAINT ||
	       rc == SQLITE_MISMATCH;
}

int
statement_fail(struct journal *journal, enum fail_doing doing, struct err *err)
{
	int rc = sqlite3_errcode(journal->db) & 0xff;

	if (statement_is_unlike(rc))
		return statement_damaged(journal, doing, err);
	if (fail_is_damage(rc))
		journal->bad = true;
	return fail_set(journal->db, doing, err);
}

sqlite3_stmt *
statement_get(struct journal *journal, enum statement which,
	enum fail_doing doing, struct err *err)
{
	sqlite3_stmt **stmt = &journal->statements[which];

	if (*stmt == NULL &&
		sqlite3_prepare_v3(journal->db, texts[which], -1,
			SQLITE_PREPARE_PERSISTENT, stmt, NULL) != SQLITE_OK)
		statement_fail(journal, doing, err);
	return *stmt;
}

void
statement_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

int
statement_run(struct journal *journal, enum statement which,
	enum fail_doing doing, struct err *err)
{
	sqlite3_stmt *stmt = statement_get(journal, which, doing, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, doing, err);
	statement_done(stmt);
	return rc;
}

void
statement_begin_read(void *self)
{
	struct journal *journal = self;
	struct err ignored;

	/* What ends it comes first: there may be no memory for that later. */
	if (journal->readers++ == 0 && statement_get(journal, STMT_COMMIT,
					       FAIL_READING, &ignored) != NULL)
		statement_run(journal, STMT_READ, FAIL_READING, &ignored);
}

/* Ends the moment of reading, if it has not ended before. */
static void
statement_leave_read(struct journal *journal)
{
	struct err ignored;

	if (journal->readers > 0 && !sqlite3_get_autocommit(journal->db))
		statement_run(journal, STMT_COMMIT, FAIL_READING, &ignored);
}

void
statement_end_read(void *self)
{
	struct journal *journal = self;

	if (journal->readers == 1)
		statement_leave_read(journal);
	journal->readers--;
}

int
statement_begin(struct journal *journal, enum fail_doing doing, struct err *err)
{
	if (journal->read_only)
		return reading_refuse(journal, doing, err);
	statement_leave_read(journal);
	if (statement_get(journal, STMT_COMMIT, doing, err) == NULL ||
		statement_get(journal, STMT_ROLLBACK, doing, err) == NULL ||
		statement_run(journal, STMT_BEGIN, doing, err) < 0)
		return -1;
	journal->waited_ms = 0;
	return 0;
}

void
statement_rollback(struct journal *journal)
{
	struct err ignored;

	/* SQLite may have rolled back by itself */
	if (!sqlite3_get_autocommit(journal->db))
		statement_run(journal, STMT_ROLLBACK, FAIL_WRITING, &ignored);
}

int
statement_commit(
	struct journal *journal, enum fail_doing doing, struct err *err)
{
	if (statement_run(journal, STMT_COMMIT, doing, err) == 0)
		return 0;
	statement_rollback(journal);
	return -1;
}
