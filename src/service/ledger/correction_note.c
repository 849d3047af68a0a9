#include "correction_note.h"

#include "service/company/audit.h"

#define VALUE_BYTES 8192

int
correction_note(struct db *db, struct chain_head *head,
	const struct correction_note *note, struct timeline_row *line,
	struct err *err)
{
	struct correction_row row = {
		.company = line->company,
		.kind = note->kind,
		.punch = line->seq,
		.id = line->press.id,
		.employee = line->employee,
		.press = line->press.kind,
		.at_ms = line->at_ms,
		.location = line->press.location,
		.cost_code = line->press.cost_code,
		.made_ms = note->now_ms,
	};
	struct audit_row change = {
		.company = row.company,
		.at_ms = row.made_ms,
		.what = correction_rows_what(note->kind),
		.subject = row.employee,
		.old = "",
	};
	struct str new;
	int rc;

	(void)str_copy(row.reason, sizeof(row.reason), note->reason);
	str_init(&new, VALUE_BYTES);
	correction_rows_encode(&row, &new);
	change.new = new.data;
	rc = audit_add_behind(db, head, &change, err);
	str_release(&new);
	row.seq = change.seq;
	line->corrected = note->kind == CORRECTION_ROW_KEEP ? row.seq : 0;
	return rc < 0 ? rc : correction_rows_insert(db, &row, err);
}
