#include "inside.h"
#include "journal/journal.h"
#include "reading.h"

static bool
notice_on_loss(void *ctx, const struct store_loss *loss)
{
	if (!loss->acknowledged)
		ranges_add(ctx, loss->first, loss->last);
	return true;
}

/* What is lost, until a person knows it. */
static int
notice_losses(struct journal *journal, struct str *out, struct err *err)
{
	struct ranges lost = {0};

	if (loss_list(journal, notice_on_loss, &lost, err) < 0)
		return -1;
	ranges_end(&lost);
	if (lost.count > 0)
		str_addf(out,
			"connect-clock: %lld of this machine's punches are "
			"lost (number %s): compare those days with your "
			"supervisor, then say that you know with: "
			"connect-clock queue acknowledge\n",
			(long long)lost.count, lost.words);
	return 0;
}

int
journal_notice(struct journal *journal, struct str *out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_NOTICE, FAIL_READING, err);
	bool has_losses = false;
	struct err why;
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
			has_losses = true;
		else
			str_addf(out, "connect-clock: %s\n",
				sqlite3_column_text(stmt, 0));
	}
	if (got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (journal->read_only) {
		reading_refuse(journal, FAIL_OPENING, &why);
		str_addf(out, "connect-clock: %s\n", why.text);
	}
	return rc < 0 || !has_losses ? rc : notice_losses(journal, out, err);
}

int
journal_notice_seen(struct journal *journal, struct err *err)
{
	if (journal->read_only)
		return 0;
	return statement_run(journal, STMT_NOTICE_SEEN, FAIL_WRITING, err);
}

int
notice_tell(void *self, const char *text, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (journal->read_only)
		return reading_refuse(journal, FAIL_WRITING, err);
	stmt = statement_get(journal, STMT_TELL, FAIL_WRITING, err);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}
