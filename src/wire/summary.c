/* The summary: what each of many people worked. */
#include <stdlib.h>

#include "card_parts.h"

void
wire_summary_encode(const struct wire_summary *summary, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	card_write_range(&json, "from", "to", &summary->range);
	jsonout_text(&json, "zone", summary->zone);
	card_write_approves(&json, summary->approves);
	jsonout_array(&json, "people");
	for (size_t i = 0; i < summary->count; i++) {
		const struct wire_summary_row *row = &summary->rows[i];

		jsonout_object(&json, NULL);
		jsonout_id(&json, "employee", &row->employee);
		card_write_sum(&json, &row->sum);
		card_write_standing(&json, row->approvals, row->approval_count,
			row->closed);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	jsonout_object(&json, "totals");
	card_write_sum(&json, &summary->totals);
	jsonout_object_end(&json);
	jsonout_object_end(&json);
}

static void
read_row(struct cursor *item, void *out)
{
	struct wire_summary_row *row = out;

	reader_id(item, "employee", READER_WANTED, &row->employee);
	card_read_sum(item, &row->sum);
	card_read_standing(item, row->approvals, APPROVAL_COUNT,
		&row->approval_count, &row->closed);
}

int
wire_summary_decode(const char *bytes, size_t len,
	struct wire_summary *summary_out, struct err *err)
{
	struct wire_summary summary = {.count = 0};
	struct cursor root, totals;
	struct reader reader;

	reader_open(&reader, bytes, len, &card_rules, err);
	reader_root(&reader, &root);
	card_read_range(&root, "from", "to", &summary.range);
	reader_text(&root, "zone", READER_WANTED, summary.zone,
		sizeof(summary.zone));
	card_read_approves(&root, &summary.approves);
	summary.rows = card_read_list(&root, "people", sizeof(*summary.rows),
		read_row, &summary.count);
	if (reader_object(&root, "totals", READER_WANTED, &totals)) {
		card_read_sum(&totals, &summary.totals);
		reader_end(&totals);
	}
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_summary_release(&summary);
		return -1;
	}
	*summary_out = summary;
	return 0;
}

void
wire_summary_release(struct wire_summary *summary)
{
	free(summary->rows);
	*summary = (struct wire_summary){.count = 0};
}
