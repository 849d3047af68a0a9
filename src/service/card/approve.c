#include "approve.h"

#include "base/jsonout.h"
#include "calendar/date.h"
#include "service/company/audit.h"
#include "service/ledger/release.h"

const char *
approve_name(enum approval level)
{
	static const char *const names[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (wire),
		APPROVALS(X)
#undef X
	};

	return names[level];
}

static void
encode(const struct approval_row *row, const char *why, struct str *out)
{
	char date[DATE_BYTES];
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "first", date_format(row->period.first, date));
	jsonout_text(&json, "last", date_format(row->period.last, date));
	jsonout_text(&json, "level", approve_name(row->level));
	if (why != NULL)
		jsonout_text(&json, "reason", why);
	jsonout_object_end(&json);
}

/* `why`: it is taken back; NULL: given. */
static int
note(struct db *db, const struct call *call, const struct approval_row *row,
	const char *why, int64_t *seq_out, struct err *err)
{
	struct audit_row change = {
		.company = row->company,
		.at_ms = call->now_ms,
		.author = call->caller.employee,
		.device = call->caller.device,
		.what = why == NULL ? "card.approve" : "card.unapprove",
		.subject = row->employee,
		.old = "",
	};
	struct str new;
	int rc;

	str_init(&new, AUDIT_VALUE_BYTES);
	encode(row, why, &new);
	change.new = new.data;
	rc = audit_add(db, &change, err);
	str_release(&new);
	*seq_out = change.seq;
	return rc;
}

int
approve_give(struct db *db, const struct call *call, struct approval_row *row,
	struct err *err)
{
	if (note(db, call, row, NULL, &row->change_seq, err) < 0)
		return -1;
	return approval_rows_add(db, row, err);
}

int
approve_take(struct db *db, const struct call *call,
	const struct approval_row *row, const char *why, struct err *err)
{
	int64_t seq;

	if (note(db, call, row, why, &seq, err) < 0)
		return -1;
	return approval_rows_remove(db, row, err);
}

int
approve_take_all(struct db *db, const struct call *call,
	const struct approval_row *card, const char *why, struct err *err)
{
	struct approval_row row = *card;
	unsigned levels;

	if (approval_rows_levels(db, card, &levels, err) < 0)
		return -1;
	for (int i = 0; i < APPROVAL_COUNT; i++) {
		row.level = (enum approval)i;
		if ((levels >> i & 1) != 0 &&
			approve_take(db, call, &row, why, err) < 0)
			return -1;
	}
	return 0;
}

int
approve_release(struct db *db, const struct call *call,
	const struct id *employee, struct err *err)
{
	const struct release release = {
		.zones = call->desk->zones,
		.company = call->caller.company,
		.employee = *employee,
		.author = call->caller.employee,
		.device = call->caller.device,
		.now_ms = call->now_ms,
		.reason = "approval taken back",
	};

	return release_open(db, &release, err);
}
