#include "kiosks_note.h"

#include "base/jsonout.h"

int
kiosks_note(struct db *db, struct audit_row *row, const struct kiosk_code *code,
	struct err *err)
{
	struct jsonout json;
	struct str text;
	int rc;

	str_init(&text, AUDIT_VALUE_BYTES);
	jsonout_init(&json, &text);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "code", code->name);
	jsonout_text(&json, "name", code->kiosk.name);
	jsonout_id(&json, "location", &code->kiosk.location);
	jsonout_object_end(&json);
	row->company = code->company;
	row->author = code->author;
	row->old = "";
	row->new = text.data;
	rc = audit_add(db, row, err);
	str_release(&text);
	return rc;
}
