#include "records_note.h"

#include <stdio.h>

#include "wire/record.h"

static int
note(const struct records_step *step, const char *what, const char *old,
	const char *new, struct err *err)
{
	const struct caller *caller = &step->call->caller;
	const struct record *record = step->after;
	struct audit_row row = {
		.company = caller->company,
		.at_ms = step->call->now_ms,
		.author = caller->employee,
		.device = caller->device,
		.what = what,
		.subject = record->id,
		.old = old,
		.new = new,
	};

	return audit_add(step->db, &row, err);
}

void
records_note_name(const struct description *description, const char *field,
	char what_out[AUDIT_WHAT_BYTES])
{
	snprintf(
		what_out, AUDIT_WHAT_BYTES, "%s.%s", description->title, field);
	for (char *c = what_out; *c != '\0'; c++)
		if (*c == ' ')
			*c = '_';
}

int
records_note_value(const struct records_step *step,
	const struct description *description, const char *name,
	const char *value, struct err *err)
{
	char what[AUDIT_WHAT_BYTES];

	records_note_name(description, name, what);
	return note(step, what, "", value, err);
}

static int
note_field(const struct records_step *step, const struct field *field,
	const char *what, struct err *err)
{
	struct str old, new;
	int rc;

	str_init(&old, AUDIT_VALUE_BYTES);
	str_init(&new, AUDIT_VALUE_BYTES);
	wire_record_encode_field(field, step->before, &old);
	wire_record_encode_field(field, step->after, &new);
	rc = note(step, what, old.data, new.data, err);
	str_release(&old);
	str_release(&new);
	return rc;
}

static int
note_new(const struct records_step *step, const struct description *description,
	struct err *err)
{
	char what[AUDIT_WHAT_BYTES];
	struct str new;
	int rc;

	records_note_name(description, "add", what);
	str_init(&new, AUDIT_VALUE_BYTES);
	wire_record_encode(description, step->after, PERMISSION_ALL, &new);
	rc = note(step, what, "", new.data, err);
	str_release(&new);
	return rc;
}

int
records_note(const struct records_step *step,
	const struct description *description, struct err *err)
{
	char what[AUDIT_WHAT_BYTES];

	if (step->before == NULL)
		return note_new(step, description, err);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (field_equal(field, step->before, step->after))
			continue;
		records_note_name(description, field->name, what);
		if (note_field(step, field, what, err) < 0)
			return -1;
	}
	return 0;
}
