#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inside.h"
#include "journal/journal.h"

/* What is known to be lost, in the order of number. */
struct known {
	struct store_loss *losses;
	size_t cap;
	size_t n;
	size_t at; /* the first that no number has passed yet */
};

struct check {
	struct journal_report *report;
	struct known known;
	struct hash previous; /* the link of the row before */
	int64_t expected;     /* the number after it */
};

static bool
verify_on_loss(void *ctx, const struct store_loss *loss)
{
	struct check *check = ctx;
	struct known *known = &check->known;

	known->losses = mem_grow(known->losses, &known->cap, known->n + 1,
		sizeof(*known->losses));
	known->losses[known->n++] = *loss;
	ranges_add(&check->report->lost, loss->first, loss->last);
	if (!loss->acknowledged)
		check->report->unacknowledged += loss->last - loss->first + 1;
	return true;
}

/* Whether this number is one of those; they are asked for in order. */
static bool
verify_is_known(struct known *known, int64_t number)
{
	while (known->at < known->n && known->losses[known->at].last < number)
		known->at++;
	return known->at < known->n && known->losses[known->at].first <= number;
}

/* Numbers that are not there, and that nobody has named. */
static void
verify_gap(struct check *check, int64_t first, int64_t last)
{
	struct known *known = &check->known;

	while (first <= last) {
		int64_t end = last;

		if (verify_is_known(known, first)) {
			first = known->losses[known->at].last + 1;
			continue;
		}
		if (known->at < known->n &&
			known->losses[known->at].first <= last)
			end = known->losses[known->at].first - 1;
		ranges_add(&check->report->missing, first, end);
		first = end + 1;
	}
}

static void
verify_row(struct check *check, sqlite3_stmt *stmt)
{
	struct journal_report *report = check->report;
	struct kept_punch kept;
	struct hash digest, link = {{0}}, want;
	bool proven = row_read_punch(stmt, false, &kept);

	report->punches++;
	verify_gap(check, check->expected, kept.number - 1);
	check->expected = kept.number + 1;
	if (row_read_hash(stmt, ROW_COLUMN_DIGEST, &digest) &&
		row_read_hash(stmt, ROW_COLUMN_LINK, &link)) {
		row_link(&check->previous, &digest, &want);
		proven &= hash_equal(&want, &link) == 1;
	}
	check->previous = link;
	if (proven)
		return;
	if (verify_is_known(&check->known, kept.number))
		report->damaged++;
	else
		ranges_add(&report->altered, kept.number, kept.number);
}

static int
verify_chain(struct journal *journal, struct check *check, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_LINKS, FAIL_READING, err);
	struct known *known = &check->known;
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW)
		verify_row(check, stmt);
	/* damage hides what is behind it; the structure is looked at, too */
	if (got != SQLITE_DONE && !fail_is_damage(got))
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	if (rc == 0 && known->n > 0)
		verify_gap(check, check->expected,
			known->losses[known->n - 1].last);
	return rc;
}

static bool
verify_account(sqlite3_stmt *stmt)
{
	struct account account;

	return account_row_read(stmt, &account);
}

static bool
verify_enrolment(sqlite3_stmt *stmt)
{
	struct enrolment enrolment;
	int64_t used_up;

	return enrolment_row_read(stmt, &enrolment, &used_up);
}

/* Where punches go to, and under what. */
static int
verify_places(struct journal *journal, enum statement which,
	bool (*fits)(sqlite3_stmt *stmt), struct journal_report *report,
	struct err *err)
{
	sqlite3_stmt *stmt = statement_get(journal, which, FAIL_READING, err);
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (fits(stmt))
			continue;
		report->structure_ok = false;
		snprintf(report->detail, sizeof(report->detail),
			"who is signed in, or was, is not as it was written");
	}
	if (got != SQLITE_DONE && !fail_is_damage(got))
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	return rc;
}

/* SQLite heads what it found with a line of its own, "*** in database ...". */
static void
keep_last_line(const char *said, char *line_out, size_t size)
{
	const char *newline = strrchr(said, '\n');

	snprintf(line_out, size, "%s", newline == NULL ? said : newline + 1);
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
		keep_last_line(said, report->detail, sizeof(report->detail));
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
	struct check check = {.report = &report, .expected = 1};
	int rc = -1;

	if (loss_list(journal, verify_on_loss, &check, err) == 0 &&
		verify_chain(journal, &check, err) == 0 &&
		verify_structure(journal, &report, err) == 0 &&
		verify_places(journal, STMT_ACCOUNTS, verify_account, &report,
			err) == 0 &&
		verify_places(journal, STMT_ENROLMENTS, verify_enrolment,
			&report, err) == 0)
		rc = 0;
	free(check.known.losses);
	ranges_end(&report.lost);
	ranges_end(&report.missing);
	ranges_end(&report.altered);
	report.is_sound = report.structure_ok && report.missing.count == 0 &&
			  report.altered.count == 0;
	/* the next opening looks for better copies */
	if (rc == 0 && !report.is_sound)
		journal->bad = true;
	if (rc == 0)
		*report_out = report;
	return rc;
}
