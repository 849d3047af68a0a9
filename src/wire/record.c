#include "wire/record.h"

#include "parts.h"

#define REQUEST_BYTES (64 * 1024)

static void
write_record(struct jsonout *json, const struct description *description,
	const void *it, permission_set may)
{
	const struct record *record = it;

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &record->id);
	jsonout_int(json, "version", record->version);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (!permission_has(may, field->see))
			continue;
		switch (field->type) {
		case FIELD_TEXT:
			jsonout_text(json, field->name, field_text(field, it));
			break;
		case FIELD_BOOL:
			jsonout_bool(json, field->name, *field_bool(field, it));
			break;
		}
	}
	jsonout_object_end(json);
}

void
wire_record_encode(const struct description *description, const void *record,
	permission_set may, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	write_record(&json, description, record, may);
}

void
wire_records_encode(const struct description *description, const void *records,
	size_t count, permission_set may, struct str *out)
{
	const char *at = records;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (size_t i = 0; i < count; i++, at += description->bytes)
		write_record(&json, description, at, may);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

/* Whether the field was there, right or wrong. */
static bool
read_field(struct cursor *root, const struct field *field, void *record)
{
	const char *text;
	struct err wrong = {0};

	switch (field->type) {
	case FIELD_TEXT:
		text = reader_string(root, field->name, READER_OPTIONAL);
		if (text != NULL &&
			field_set_text(field, record, text, &wrong) < 0)
			reader_fail(root, field->name, wrong.text);
		return text != NULL;
	case FIELD_BOOL:
		return reader_bool(root, field->name, READER_OPTIONAL,
			field_bool(field, record));
	}
	return false;
}

int
wire_record_decode(const char *bytes, size_t len,
	const struct description *description, enum wire_record_use use,
	struct wire_record *out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = REQUEST_BYTES, .members = 200},
		.strict = true,
	};
	struct record *record = out->record;
	const struct field *missing;
	struct reader reader;
	struct cursor root;
	field_set given = 0;

	field_clear(description, record);
	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	if (use == WIRE_RECORD_NEW)
		reader_id(&root, "id", READER_WANTED, &record->id);
	for (size_t i = 0; i < description->count; i++)
		if (read_field(&root, &description->fields[i], record))
			given |= (field_set)1 << i;
	missing = field_missing(description, record);
	if (use == WIRE_RECORD_NEW && missing != NULL)
		reader_fail(&root, missing->name, "is missing");
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	out->given = given;
	return 0;
}
