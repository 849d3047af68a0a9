#include "base/jsonout.h"
#include "correction_note.h"
#include "ledger_rows.h"
#include "quarantine_decide.h"
#include "quarantine_rows.h"
#include "refold.h"
#include "service/company/audit.h"
#include "service/company/company_clock.h"
#include "service/ledger/release.h"

static int
note(struct db *db, const struct release *release, int64_t seq,
	const struct id *punch, int64_t *change_seq_out, struct err *err)
{
	struct audit_row row = {
		.company = release->company,
		.at_ms = release->now_ms,
		.author = release->author,
		.device = release->device,
		.what = QUARANTINE_RELEASE,
		.subject = *punch,
		.old = "",
	};
	struct jsonout json;
	struct str new;
	int rc;

	str_init(&new, AUDIT_VALUE_BYTES);
	jsonout_init(&json, &new);
	jsonout_object(&json, NULL);
	jsonout_int(&json, "punch", seq);
	jsonout_text(&json, "reason", release->reason);
	jsonout_object_end(&json);
	row.new = new.data;
	rc = audit_add(db, &row, err);
	str_release(&new);
	*change_seq_out = row.seq;
	return rc;
}

static int
let_go(struct db *db, const struct release *release, int64_t seq,
	const struct id *punch, struct err *err)
{
	struct quarantine_decision decision = {.punch = seq, .accepted = true};

	if (note(db, release, seq, punch, &decision.change_seq, err) < 0 ||
		quarantine_rows_decide(db, &release->company, &decision, err) <
			0)
		return -1;
	return quarantine_decide_count(
		db, release->zones, &release->company, seq, err);
}

static int
release_held(struct db *db, const struct release *release, struct err *err)
{
	struct shut shut;
	struct id punch;
	int64_t seq = 0;

	for (;;) {
		if (quarantine_rows_next_shut(db, &release->company,
			    &release->employee, &seq, &punch, err) < 0)
			return -1;
		if (seq == 0)
			return 0;
		if (quarantine_decide_shut(db, release->zones,
			    &release->company, seq, &shut, err) < 0)
			return -1;
		if (shut.causes == 0 &&
			let_go(db, release, seq, &punch, err) < 0)
			return -1;
	}
}

/* --- times that were kept ------------------------------------------------- */

/* Where the order has it. */
static int64_t
ordered_ms(const struct timeline_row *line, const struct punch *punch)
{
	return punch->has_chosen && punch->chosen_ms <= line->press_ms
		       ? punch->chosen_ms
		       : line->press_ms;
}

static int
is_shut(struct db *db, const struct release *release,
	const struct timeline_row *line, bool *shut_out, struct err *err)
{
	struct shut_press press = {
		.company = release->company,
		.employee = line->employee,
		.at_ms = line->at_ms,
		.line = line->seq,
	};
	struct company_clock clock;
	struct shut shut;
	int rc;

	if (company_clock_load(
		    db, release->zones, &release->company, &clock, err) < 0)
		return -1;
	press.rules = &clock.rules;
	rc = shut_judge(db, &press, &shut, err);
	*shut_out = *shut_out || shut.causes != 0;
	company_clock_release(&clock);
	return rc;
}

/* The line goes to where it belongs, if it may. */
static int
follow(struct db *db, const struct release *release, int64_t seq,
	struct err *err)
{
	const struct correction_note note = {
		CORRECTION_ROW_FOLLOW, release->now_ms, release->reason};
	struct timeline_row line;
	struct chain_head head;
	struct ledger_row ledger;
	struct punch punch;
	int64_t from_ms;
	bool shut = false;

	if (timeline_rows_find(db, &release->company, seq, &line, err) < 0 ||
		ledger_rows_find(
			db, &release->company, seq, &punch, &ledger, err) < 0 ||
		refold_beginning(db, &line, &from_ms, err) < 0 ||
		is_shut(db, release, &line, &shut, err) < 0)
		return -1;
	line.at_ms = ordered_ms(&line, &punch);
	if (is_shut(db, release, &line, &shut, err) < 0)
		return -1;
	if (shut)
		return 0;
	if (line.at_ms < from_ms)
		from_ms = line.at_ms;
	if (chain_lock(db, &release->company, &head, err) < 0 ||
		correction_note(db, &head, &note, &line, err) < 0 ||
		chain_save(db, &release->company, &head, err) < 0 ||
		timeline_rows_update(db, &line, 1, err) < 0)
		return -1;
	return refold_clock(db, release->zones, &line, from_ms, err);
}

static int
release_kept(struct db *db, const struct release *release, struct err *err)
{
	int64_t seq = 0, line;

	for (;;) {
		if (correction_rows_next_kept(db, &release->company,
			    &release->employee, &seq, &line, err) < 0)
			return -1;
		if (line == 0)
			return 0;
		if (follow(db, release, line, err) < 0)
			return -1;
	}
}

int
release_open(struct db *db, const struct release *release, struct err *err)
{
	if (release_held(db, release, err) < 0)
		return -1;
	return release_kept(db, release, err);
}
