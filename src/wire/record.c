#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "parts.h"

#define REQUEST_BYTES (1024 * 1024)

static void
write_list(struct jsonout *json, const char *key, const struct field_list *list)
{
	jsonout_array(json, key);
	for (size_t i = 0; i < list->count; i++)
		jsonout_id(json, NULL, &list->ids[i]);
	jsonout_array_end(json);
}

static void
write_levels(struct jsonout *json, const char *key, permission_set set)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);

	jsonout_object(json, key);
	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(set, &rows[i]);

		if (strcmp(level, "none") != 0)
			jsonout_text(json, rows[i].name, level);
	}
	jsonout_object_end(json);
}

static void
write_field(struct jsonout *json, const char *key, const struct field *field,
	const void *it)
{
	switch (field->type) {
	case FIELD_TEXT:
		jsonout_text(json, key, field_text(field, it));
		break;
	case FIELD_BOOL:
		jsonout_bool(json, key, *field_bool(field, it));
		break;
	case FIELD_INT:
		jsonout_int(json, key, *field_int(field, it));
		break;
	case FIELD_WORD:
		jsonout_text(json, key, field_word(field, it));
		break;
	case FIELD_REF:
		jsonout_id(json, key, field_ref(field, it));
		break;
	case FIELD_LIST:
		write_list(json, key, field_list(field, it));
		break;
	case FIELD_LEVELS:
		write_levels(json, key, *field_levels(field, it));
		break;
	}
}

void
wire_record_encode_members(const struct description *description,
	const void *record, field_set fields, struct jsonout *json)
{
	const struct record *head = record;

	jsonout_id(json, "id", &head->id);
	jsonout_int(json, "version", head->version);
	for (size_t i = 0; i < description->count; i++)
		if ((fields >> i & 1) != 0)
			write_field(json, description->fields[i].name,
				&description->fields[i], record);
}

field_set
wire_record_seen(const struct description *description, permission_set may)
{
	field_set seen = 0;

	for (size_t i = 0; i < description->count; i++)
		if (permission_has(may, description->fields[i].see))
			seen |= (field_set)1 << i;
	return seen;
}

static void
write_record(struct jsonout *json, const struct description *description,
	const void *record, field_set fields)
{
	jsonout_object(json, NULL);
	wire_record_encode_members(description, record, fields, json);
	jsonout_object_end(json);
}

void
wire_record_encode_field(
	const struct field *field, const void *record, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	write_field(&json, NULL, field, record);
}

void
wire_record_encode(const struct description *description, const void *record,
	permission_set may, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	write_record(
		&json, description, record, wire_record_seen(description, may));
}

void
wire_records_encode(const struct description *description, const void *records,
	size_t count, permission_set may, struct str *out)
{
	const field_set seen = wire_record_seen(description, may);
	const char *at = records;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (size_t i = 0; i < count; i++, at += description->bytes)
		write_record(&json, description, at, seen);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

void
wire_record_encode_request(const struct description *description,
	const void *record, enum wire_record_use use, field_set given,
	struct str *out)
{
	const struct record *head = record;
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	if (use == WIRE_RECORD_NEW)
		jsonout_id(&json, "id", &head->id);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((given >> i & 1) != 0 && (field->flags & FIELD_TOLD) == 0)
			write_field(&json, field->name, field, record);
	}
	jsonout_object_end(&json);
}

/* --- reading ---------------------------------------------------------------
 */

/* A request is refused for what an answer is only read around. */
static bool
is_request(const struct cursor *root)
{
	return root->reader->strict;
}

/* What fails is told at the field's own place. */
static void
take(struct cursor *root, const struct field *field, int rc,
	const struct err *wrong)
{
	if (rc < 0)
		reader_fail(root, field->name, wrong->text);
}

static bool
read_word(struct cursor *root, const struct field *field, void *record)
{
	struct err wrong = {0};
	const char *text = reader_string(root, field->name, READER_OPTIONAL);
	int rc;

	if (text == NULL)
		return false;
	rc = field->type == FIELD_TEXT
		     ? field_set_text(field, record, text, &wrong)
		     : field_set_word(field, record, text, &wrong);
	if (is_request(root))
		take(root, field, rc, &wrong);
	else if (rc < 0 && field->type == FIELD_TEXT)
		text_shorten(field_text(field, record), field->max + 1, text);
	else if (rc < 0)
		*field_int(field, record) = -1;
	return true;
}

static bool
read_int(struct cursor *root, const struct field *field, void *record)
{
	return reader_has(root, field->name) &&
	       reader_int(root, field->name, 0, (int64_t)field->max,
		       field_int(field, record));
}

/* null is a value: none. */
static bool
read_ref(struct cursor *root, const struct field *field, void *record)
{
	if (!reader_has(root, field->name))
		return false;
	(void)reader_id(
		root, field->name, READER_OPTIONAL, field_ref(field, record));
	return true;
}

static bool
read_list(struct cursor *root, const struct field *field, void *record)
{
	struct cursor array;
	struct err wrong = {0};
	struct id *ids;
	size_t n = 0;

	if (!reader_array(
		    root, field->name, READER_OPTIONAL, field->max, &array))
		return false;
	ids = mem_new(reader_count(&array) + 1, sizeof(*ids));
	while (reader_more(&array))
		if (reader_id(&array, NULL, READER_WANTED, &ids[n]))
			n++;
	take(root, field, field_set_list(field, record, ids, n, &wrong),
		&wrong);
	free(ids);
	return true;
}

static bool
read_levels(struct cursor *root, const struct field *field, void *record)
{
	struct cursor levels;
	size_t count;
	const struct permission_row *rows = permission_table(&count);

	if (!reader_object(root, field->name, READER_OPTIONAL, &levels))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct err wrong = {0};
		const char *level =
			reader_string(&levels, rows[i].name, READER_OPTIONAL);

		if (level == NULL)
			continue;
		if (!is_request(root))
			(void)permission_grant(field_levels(field, record),
				rows[i].name, level);
		else if (field_set_level(field, record, rows[i].name, level,
				 &wrong) < 0)
			reader_fail(&levels, rows[i].name, wrong.text);
	}
	reader_end(&levels);
	return true;
}

/* Whether the field was there, right or wrong. What the service alone tells is
 * as unknown in a request as any other member. */
static bool
read_field(struct cursor *root, const struct field *field, void *record)
{
	if ((field->flags & FIELD_TOLD) != 0 && is_request(root))
		return false;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_WORD:
		return read_word(root, field, record);
	case FIELD_BOOL:
		return reader_bool(root, field->name, READER_OPTIONAL,
			field_bool(field, record));
	case FIELD_INT:
		return read_int(root, field, record);
	case FIELD_REF:
		return read_ref(root, field, record);
	case FIELD_LIST:
		return read_list(root, field, record);
	case FIELD_LEVELS:
		return read_levels(root, field, record);
	}
	return false;
}

static field_set
read_fields(struct cursor *root, const struct description *description,
	void *record)
{
	field_set given = 0;

	for (size_t i = 0; i < description->count; i++)
		if (read_field(root, &description->fields[i], record))
			given |= (field_set)1 << i;
	return given;
}

int
wire_record_decode(const char *bytes, size_t len,
	const struct description *description, enum wire_record_use use,
	struct wire_record *out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = REQUEST_BYTES, .members = 25000},
		.strict = true,
	};
	struct record *record = out->record;
	const struct field *missing;
	struct reader reader;
	struct cursor root;
	field_set given;

	field_clear(description, record);
	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	if (use == WIRE_RECORD_NEW)
		reader_id(&root, "id", READER_WANTED, &record->id);
	given = read_fields(&root, description, record);
	missing = field_missing(description, record);
	if (use == WIRE_RECORD_NEW && missing != NULL)
		reader_fail(&root, missing->name, "is missing");
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	out->given = given;
	return 0;
}

/* --- answers ---------------------------------------------------------------
 */

static field_set
read_answer(
	struct cursor *root, const struct description *description, void *it)
{
	struct record *record = it;

	field_clear(description, it);
	reader_id(root, "id", READER_WANTED, &record->id);
	reader_int(root, "version", 0, READER_EXACT_MAX, &record->version);
	return read_fields(root, description, it);
}

int
wire_record_read(const char *bytes, size_t len,
	const struct description *description, struct wire_record *out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 4 * REQUEST_BYTES, .members = 100000},
	};
	struct reader reader;
	struct cursor root;
	field_set given;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	given = read_answer(&root, description, out->record);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	out->given = given;
	return 0;
}

int
wire_records_read(const char *bytes, size_t len,
	const struct description *description, struct wire_records *out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = WIRE_RECORDS_BYTES, .members = 2500000},
	};
	struct wire_records page = {0};
	struct reader reader;
	struct cursor root, items, item;
	char *at;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	(void)reader_array(
		&root, "items", READER_WANTED, WIRE_RECORDS_MAX, &items);
	page.records = mem_new(reader_count(&items) + 1, description->bytes);
	at = page.records;
	while (reader_more(&items) &&
		reader_object(&items, NULL, READER_WANTED, &item)) {
		page.seen |= read_answer(&item, description, at);
		reader_end(&item);
		at += description->bytes;
		page.count++;
	}
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_records_release(description, &page);
		return -1;
	}
	*out = page;
	return 0;
}

void
wire_records_release(
	const struct description *description, struct wire_records *records)
{
	char *at = records->records;

	for (size_t i = 0; i < records->count; i++, at += description->bytes)
		field_release(description, at);
	free(records->records);
	*records = (struct wire_records){0};
}
