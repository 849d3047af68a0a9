#include "base/jsonout.h"
#include "quarantine_decide.h"
#include "quarantine_rows.h"
#include "service/company/audit.h"
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

int
release_open(struct db *db, const struct release *release, struct err *err)
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
