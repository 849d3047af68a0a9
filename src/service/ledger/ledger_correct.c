#include "service/ledger/correct.h"

#include <string.h>

#include "correction_rows.h"
#include "refold.h"
#include "service/company/audit.h"
#include "service/company/chain.h"

#define VALUE_BYTES 8192

int
ledger_correct_find(struct db *db, const struct ledger_correction *it,
	struct ledger_line *line_out, struct err *err)
{
	return correction_rows_line(db, it, line_out, err);
}

/* --- the row of the chain ------------------------------------------------- */

/* All that holds of the punch from then on. */
static struct correction_row
resolve(const struct ledger_correction *it, const struct ledger_line *line)
{
	struct correction_row row = {
		.company = it->company,
		.kind = (int)it->kind,
		.id = it->punch,
		.employee = it->employee,
		.press = it->press,
		.at_ms = it->at_ms,
		.location = it->location,
		.cost_code = it->cost_code,
		.author = it->author,
		.made_ms = it->now_ms,
		.request = it->request,
	};

	memcpy(row.comment, it->comment, sizeof(row.comment));
	memcpy(row.reason, it->reason, sizeof(row.reason));
	if (line == NULL)
		return row;
	row.punch = line->seq;
	row.press = line->press;
	if (!it->has_at)
		row.at_ms = line->at_ms;
	if (it->has_job)
		return row;
	row.location = line->location;
	row.cost_code = line->cost_code;
	return row;
}

/* What held before: the same, without words. */
static void
encode_old(const struct correction_row *row, const struct ledger_line *line,
	struct str *out)
{
	struct correction_row old = *row;

	if (line == NULL)
		return;
	old.at_ms = line->at_ms;
	old.location = line->location;
	old.cost_code = line->cost_code;
	old.comment[0] = old.reason[0] = '\0';
	correction_rows_encode(&old, out);
}

/* An added punch is called by its place in the chain, which is known first. */
static int
number(struct db *db, struct correction_row *row, struct err *err)
{
	struct chain_head head;

	if (row->kind != CORRECTION_ADD)
		return 0;
	if (chain_lock(db, &row->company, &head, err) < 0)
		return -1;
	row->punch = head.last_seq + 1;
	row->id = ledger_seq_id(row->punch);
	return 0;
}

static int
note(struct db *db, const struct ledger_correction *it,
	const struct ledger_line *line, struct correction_row *row,
	struct err *err)
{
	struct audit_row change = {
		.company = it->company,
		.at_ms = it->now_ms,
		.author = it->author,
		.device = it->device,
		.what = correction_rows_what((int)it->kind),
		.subject = it->employee,
	};
	struct str old, new;
	int rc;

	str_init(&old, VALUE_BYTES);
	str_init(&new, VALUE_BYTES);
	encode_old(row, line, &old);
	correction_rows_encode(row, &new);
	change.old = old.len > 0 ? old.data : "";
	change.new = new.data;
	rc = audit_add(db, &change, err);
	row->seq = change.seq;
	str_release(&old);
	str_release(&new);
	return rc;
}

/* --- the timeline --------------------------------------------------------- */

/* The time that somebody says is all that is known of such a press. */
static struct timeline_row
added(const struct correction_row *row)
{
	return (struct timeline_row){
		.company = row->company,
		.seq = row->seq,
		.employee = row->employee,
		.at_ms = row->at_ms,
		.press_ms = row->at_ms,
		.restated = {.press_ms = row->at_ms, .method = RESTATE_WALL},
		.counts = true,
		.corrected = row->seq,
		.press = {.id = row->id,
			.kind = row->press,
			.location = row->location,
			.cost_code = row->cost_code},
	};
}

static int
add_line(struct db *db, struct zones *zones, const struct correction_row *row,
	struct err *err)
{
	const struct timeline_row line = added(row);

	if (correction_rows_add_line(db, &line, err) < 0)
		return -1;
	return refold_clock(db, zones, &line, line.at_ms, err);
}

static int
change_line(struct db *db, struct zones *zones,
	const struct correction_row *row, struct err *err)
{
	struct timeline_row line;
	int64_t from_ms;

	if (timeline_rows_find(db, &row->company, row->punch, &line, err) < 0 ||
		refold_beginning(db, &line, &from_ms, err) < 0)
		return -1;
	if (row->at_ms < from_ms)
		from_ms = row->at_ms;
	line.at_ms = row->at_ms;
	line.counts = row->kind != CORRECTION_REMOVE;
	line.corrected = row->seq;
	line.press.location = row->location;
	line.press.cost_code = row->cost_code;
	if (timeline_rows_update(db, &line, 1, err) < 0)
		return -1;
	return refold_clock(db, zones, &line, from_ms, err);
}

int
ledger_correct(struct db *db, struct zones *zones,
	const struct ledger_correction *it, const struct ledger_line *line,
	int64_t *seq_out, struct err *err)
{
	struct correction_row row = resolve(it, line);

	if (number(db, &row, err) < 0 || note(db, it, line, &row, err) < 0 ||
		correction_rows_insert(db, &row, err) < 0)
		return -1;
	*seq_out = row.seq;
	return it->kind == CORRECTION_ADD ? add_line(db, zones, &row, err)
					  : change_line(db, zones, &row, err);
}
