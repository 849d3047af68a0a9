#include <stdio.h>
#include <string.h>

#include "inside.h"
#include "journal/journal.h"

static void
verify_row(sqlite3_stmt *stmt, int64_t *expected, struct hash *previous,
	struct journal_report *report)
{
	int64_t number = sqlite3_column_int64(stmt, 0);
	struct kept_punch kept;
	struct hash link = {{0}};
	bool fits;

	report->punches++;
	report->missing += number - *expected;
	*expected = number + 1;
	fits = row_read_link(stmt, ROW_COLUMN_LINK, &link) &&
	       row_read_punch(stmt, false, &kept) &&
	       row_fits(previous, &kept, &link);
	if (!fits && report->altered++ == 0)
		report->first_bad = number;
	*previous = link;
}

/* Numbers that a recovery has named are not missing. */
static int
verify_lost(struct journal *journal, int64_t expected,
	struct journal_report *report, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_LOST, FAIL_READING, err);
	int rc = 0;
	int64_t last;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		last = sqlite3_column_int64(stmt, 1);
		if (last >= expected)
			report->missing += last - expected + 1;
		report->missing -= sqlite3_column_int64(stmt, 0);
	} else {
		rc = statement_fail(journal, FAIL_READING, err);
	}
	statement_done(stmt);
	return rc;
}

static int
verify_chain(
	struct journal *journal, struct journal_report *report, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_LINKS, FAIL_READING, err);
	struct hash previous = {{0}};
	int64_t expected = 1;
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW)
		verify_row(stmt, &expected, &previous, report);
	if (fail_is_damage(got) && report->first_bad == 0)
		report->first_bad = expected;
	else if (got != SQLITE_DONE && !fail_is_damage(got))
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0)
		rc = verify_lost(journal, expected, report, err);
	return rc;
}

static int
verify_structure(
	struct journal *journal, struct journal_report *report, struct err *err)
{
	sqlite3_stmt *stmt;
	const char *said = NULL;
	int got;

	if (sqlite3_prepare_v2(journal->db, "PRAGMA integrity_check(1)", -1,
		    &stmt, NULL) != SQLITE_OK)
		return statement_fail(journal, FAIL_READING, err);
	got = sqlite3_step(stmt);
	if (got == SQLITE_ROW)
		said = (const char *)sqlite3_column_text(stmt, 0);
	else if (fail_is_damage(got))
		said = sqlite3_errmsg(journal->db);
	if (said != NULL) {
		report->structure_ok = strcmp(said, "ok") == 0;
		snprintf(report->detail, sizeof(report->detail), "%s", said);
	} else {
		statement_fail(journal, FAIL_READING, err);
	}
	sqlite3_finalize(stmt);
	return said != NULL ? 0 : -1;
}

int
journal_verify(struct journal *journal, struct journal_report *report_out,
	struct err *err)
{
	struct journal_report report = {0};

	if (verify_chain(journal, &report, err) < 0 ||
		verify_structure(journal, &report, err) < 0)
		return -1;
	*report_out = report;
	return 0;
}
