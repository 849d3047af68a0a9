#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_rows.h"
#include "quarantine_decide.h"
#include "recompute.h"
#include "recompute_rows.h"
#include "service/company/audit.h"
#include "service/company/company_clock.h"
#include "service/ledger/ledger.h"

#define PAGE 1000

/* The walk along one company's chain. */
struct chain {
	struct id company;
	int64_t seq; /* of the row before; 0: none yet */
	struct hash hash;
	struct str scratch;
	struct zones *zones;
	struct recompute recompute; /* what follows from it */
	struct ledger_report *report;
	const struct ledger_watch *watch; /* or NULL */
	int64_t total;                    /* rows, as the heads say */
};

static void __attribute__((format(printf, 3, 4)))
note(struct chain *chain, int64_t seq, const char *format, ...)
{
	struct ledger_report *report = chain->report;
	va_list ap;

	if (!report->sound)
		return; /* the first break is the news */
	report->sound = false;
	report->company = chain->company;
	report->seq = seq;
	va_start(ap, format);
	vsnprintf(report->what, sizeof(report->what), format, ap);
	va_end(ap);
}

/* The next row of the chain, if it is. */
static bool
is_next(struct chain *chain, int64_t seq)
{
	int64_t expected = chain->seq + 1;

	if (seq < expected)
		note(chain, seq, "row %lld is not one of the chain",
			(long long)seq);
	else if (seq != expected)
		note(chain, expected, "row %lld is missing",
			(long long)expected);
	return seq == expected;
}

static void
pass(struct chain *chain, int64_t seq, const struct hash *stored,
	const struct hash *computed)
{
	if (!hash_equal(stored, computed))
		note(chain, seq, "row %lld, or the one before, was changed",
			(long long)seq);
	chain->seq = seq;
	chain->hash = *stored;
	/* The last one too, whoever counted them. */
	if ((++chain->report->rows % PAGE == 0 ||
		    chain->report->rows == chain->total) &&
		chain->watch != NULL)
		chain->watch->on_rows(
			chain->watch->ctx, chain->report->rows, chain->total);
}

static void
check_punch(struct chain *chain, const struct db_stmt *stmt)
{
	struct ledger_row row;
	struct punch punch;
	struct hash content, hash;

	if (!ledger_rows_read(stmt, &punch, &row)) {
		note(chain, row.seq, "row %lld holds what no program wrote",
			(long long)row.seq);
		return;
	}
	if (!is_next(chain, row.seq))
		return;
	content = row.content;
	hash = row.hash;
	ledger_row_content(&punch, &chain->scratch, &row.content);
	if (!hash_equal(&row.content, &content))
		note(chain, row.seq,
			"the punch in row %lld is not the one that was sent",
			(long long)row.seq);
	ledger_row_chain(&row, &chain->hash, &chain->scratch);
	pass(chain, row.seq, &hash, &row.hash);
}

static void
check_event(struct chain *chain, const struct db_stmt *stmt)
{
	struct ledger_event event;
	struct hash hash;

	if (!ledger_rows_read_event(stmt, &event)) {
		note(chain, event.seq, "row %lld holds what no program wrote",
			(long long)event.seq);
		return;
	}
	if (!is_next(chain, event.seq))
		return;
	hash = event.hash;
	ledger_row_chain_event(&event, &chain->hash, &chain->scratch);
	pass(chain, event.seq, &hash, &event.hash);
	if (event.kind == LEDGER_EVENT_FORKED)
		recompute_add_fork(
			&chain->recompute, &event.enrolment, event.number);
}

/* What somebody decided of a punch that was held; the first of its values is
 * the seq. */
static void
take_decision(struct chain *chain, const struct audit_row *row)
{
	struct recompute_decision decision = {
		.change_seq = row->seq,
		.accepted = strcmp(row->what, QUARANTINE_ACCEPT) == 0 ||
			    strcmp(row->what, QUARANTINE_RELEASE) == 0,
	};
	long long punch;

	if (!decision.accepted && strcmp(row->what, QUARANTINE_DECLINE) != 0)
		return;
	if (sscanf(row->new, "{\"punch\":%lld,", &punch) != 1) {
		note(chain, row->seq, "row %lld holds what no program wrote",
			(long long)row->seq);
		return;
	}
	decision.punch = punch;
	recompute_add_decision(&chain->recompute, &decision);
}

static void
check_change(struct chain *chain, const struct db_stmt *stmt)
{
	struct audit_row row;
	struct hash hash;

	if (!audit_rows_read(stmt, &row)) {
		note(chain, row.seq, "row %lld holds what no program wrote",
			(long long)row.seq);
		return;
	}
	if (!is_next(chain, row.seq))
		return;
	hash = row.hash;
	audit_chain(&row, &chain->hash);
	pass(chain, row.seq, &hash, &row.hash);
	take_decision(chain, &row);
	recompute_add_correction(&chain->recompute, &row);
	recompute_add_standing(&chain->recompute, &row);
}

/* One kind of row, read page by page beside the others. */
struct walk {
	int (*page)(struct db *db, const struct id *company, int64_t above,
		int64_t limit, struct db_stmt **stmt_out, struct err *err);
	void (*check)(struct chain *chain, const struct db_stmt *stmt);
	struct db_stmt *stmt;
	int64_t last;
	int64_t left; /* of the page */
	bool row;     /* there is one at hand */
};

static int
step(struct db *db, const struct chain *chain, struct walk *walk,
	struct err *err)
{
	if (walk->left == 0) {
		if (walk->page(db, &chain->company, walk->last, PAGE,
			    &walk->stmt, err) < 0)
			return -1;
		walk->left = PAGE;
	}
	if (db_step(walk->stmt, &walk->row, err) < 0)
		return -1;
	walk->left--;
	if (walk->row)
		walk->last = db_int(walk->stmt, 1);
	return 0;
}

/* All kinds, in the order of their numbers. */
static int
check_rows(struct db *db, struct chain *chain, struct err *err)
{
	struct walk walks[] = {
		{.page = ledger_rows_page, .check = check_punch},
		{.page = ledger_rows_event_page, .check = check_event},
		{.page = audit_rows_page, .check = check_change},
	};
	struct walk *const end = walks + sizeof(walks) / sizeof(walks[0]);

	/* from the very first, also where no row should be */
	for (struct walk *walk = walks; walk < end; walk++) {
		walk->last = INT64_MIN;
		if (step(db, chain, walk, err) < 0)
			return -1;
	}
	while (chain->report->sound) {
		struct walk *next = NULL;

		for (struct walk *walk = walks; walk < end; walk++)
			if (walk->row &&
				(next == NULL || walk->last < next->last))
				next = walk;
		if (next == NULL)
			break;
		next->check(chain, next->stmt);
		if (step(db, chain, next, err) < 0)
			return -1;
	}
	return 0;
}

static int
check_head(struct db *db, struct chain *chain, struct err *err)
{
	struct hash hash;
	int64_t last_seq;
	bool found;

	if (ledger_rows_head(
		    db, &chain->company, &found, &last_seq, &hash, err) < 0)
		return -1;
	if (!found && chain->seq == 0)
		return 0; /* nothing was ever punched here */
	if (!found)
		note(chain, chain->seq, "the head of the ledger is missing");
	else if (last_seq > chain->seq)
		note(chain, chain->seq + 1, "row %lld is missing",
			(long long)chain->seq + 1);
	else if (last_seq != chain->seq || !hash_equal(&hash, &chain->hash))
		note(chain, chain->seq,
			"row %lld does not fit the head of the ledger",
			(long long)chain->seq);
	return 0;
}

static int
recompute_all(struct recompute *recompute, struct err *err)
{
	if (recompute_decisions(recompute, err) < 0 ||
		recompute_corrections(recompute, err) < 0 ||
		recompute_standings(recompute, err) < 0 ||
		recompute_orders(recompute, err) < 0)
		return -1;
	return recompute->differs ? 0 : recompute_clocks(recompute, err);
}

/* What follows from the chain, which is sound. */
static int
check_what_follows(struct db *db, struct chain *chain, struct err *err)
{
	struct recompute *recompute = &chain->recompute;
	struct company_clock clock;
	int rc;

	recompute->db = db;
	recompute->company = chain->company;
	if (company_clock_load(db, chain->zones, &chain->company, &clock, err) <
		0)
		return -1;
	if (!clock.found) {
		note(chain, 0, "there is no such company");
		return 0;
	}
	recompute->rules = &clock.rules;
	rc = recompute_all(recompute, err);
	company_clock_release(&clock);
	if (rc == 0 && recompute->differs)
		note(chain, recompute->seq, "%s", recompute->what);
	return rc;
}

static int
check_company(struct db *db, struct chain *chain, struct err *err)
{
	int rc = check_rows(db, chain, err);

	if (rc == 0 && chain->report->sound)
		rc = check_head(db, chain, err);
	if (rc == 0 && chain->report->sound)
		rc = check_what_follows(db, chain, err);
	free(chain->recompute.forks);
	free(chain->recompute.decisions);
	free(chain->recompute.corrections);
	free(chain->recompute.standings);
	chain->recompute = (struct recompute){.db = db};
	chain->report->companies++;
	return rc;
}

static int
check_all(struct db *db, struct zones *zones, const struct ledger_watch *watch,
	struct ledger_report *report, struct err *err)
{
	struct chain chain = {.zones = zones, .watch = watch, .report = report};
	bool found = true;
	int rc = 0;

	if (watch != NULL && recompute_rows_total(db, &chain.total, err) < 0)
		return -1;
	str_init(&chain.scratch, LEDGER_ROW_BYTES);
	while (rc == 0 && report->sound) {
		rc = ledger_rows_next_company(db, &chain.company, &found, err);
		if (rc < 0 || !found)
			break;
		chain.seq = 0;
		chain.hash = (struct hash){{0}};
		rc = check_company(db, &chain, err);
	}
	str_release(&chain.scratch);
	return rc;
}

int
ledger_verify_in(struct db *db, struct zones *zones,
	const struct ledger_watch *watch, struct ledger_report *report_out,
	struct err *err)
{
	struct ledger_report report = {.sound = true};

	if (check_all(db, zones, watch, &report, err) < 0)
		return -1;
	*report_out = report;
	return 0;
}

int
ledger_verify(struct db *db, struct zones *zones,
	struct ledger_report *report_out, struct err *err)
{
	int rc;

	if (db_begin_read(db, err) < 0)
		return -1;
	rc = ledger_verify_in(db, zones, NULL, report_out, err);
	db_rollback(db);
	return rc;
}
