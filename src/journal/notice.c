#include "inside.h"
#include "journal/journal.h"

int
journal_notice(struct journal *journal, struct str *out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_NOTICE, FAIL_READING, err);
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (out->len > 0)
			str_addc(out, ' ');
		str_addz(out, (const char *)sqlite3_column_text(stmt, 0));
	}
	if (got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	return rc;
}

int
journal_notice_seen(struct journal *journal, struct err *err)
{
	return statement_run(journal, STMT_NOTICE_SEEN, FAIL_WRITING, err);
}
