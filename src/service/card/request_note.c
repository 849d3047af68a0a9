#include "request_note.h"

#include "base/jsonout.h"
#include "service/company/audit.h"

#define VALUE_BYTES 16384

int
request_note(struct db *db, const struct call *call,
	const struct request_row *row, int64_t *seq_out, struct err *err)
{
	static const char *const whats[] = {
		[REQUEST_WAITS] = "request.add",
		[REQUEST_ACCEPTED] = "request.accept",
		[REQUEST_DECLINED] = "request.decline",
	};
	struct audit_row change = {
		.company = row->company,
		.at_ms = call->now_ms,
		.author = call->caller.employee,
		.device = call->caller.device,
		.what = whats[row->state],
		.subject = row->employee,
		.old = "",
	};
	struct jsonout json;
	struct str new;
	int rc;

	str_init(&new, VALUE_BYTES);
	if (row->state == REQUEST_WAITS) {
		wire_request_encode(&row->asked, &new);
	} else {
		jsonout_init(&json, &new);
		jsonout_object(&json, NULL);
		jsonout_id(&json, "request", &row->asked.id);
		jsonout_text(&json, "reason", row->reason);
		jsonout_object_end(&json);
	}
	change.new = new.data;
	rc = audit_add(db, &change, err);
	*seq_out = change.seq;
	str_release(&new);
	return rc;
}
