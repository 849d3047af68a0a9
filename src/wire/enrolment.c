#include "wire/enrolment.h"

#include "parts.h"

void
parts_write_enrolment(
	struct jsonout *json, const struct wire_enrolment *enrolment)
{
	const struct secret *credential = &enrolment->credential;

	jsonout_id(json, "id", &enrolment->id);
	jsonout_text(json, "credential",
		credential->data != NULL ? credential->data : "");
	jsonout_int(json, "highest", enrolment->highest);
	if (!id_is_nil(&enrolment->previous))
		jsonout_id(json, "previous", &enrolment->previous);
}

void
parts_read_enrolment(
	struct cursor *cursor, struct wire_enrolment *enrolment_out)
{
	reader_id(cursor, "id", READER_WANTED, &enrolment_out->id);
	reader_secret(cursor, "credential", READER_WANTED,
		&enrolment_out->credential);
	reader_int(cursor, "highest", 0, READER_EXACT_MAX,
		&enrolment_out->highest);
	reader_id(
		cursor, "previous", READER_OPTIONAL, &enrolment_out->previous);
}

void
wire_enrolment_encode(const struct wire_enrolment *enrolment, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	parts_write_enrolment(&json, enrolment);
	jsonout_object_end(&json);
}

int
wire_enrolment_decode(const char *bytes, size_t len,
	struct wire_enrolment *enrolment_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 16384, .members = 100},
		.secret = true,
	};
	struct wire_enrolment enrolment = {.highest = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_enrolment(&root, &enrolment);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_enrolment_release(&enrolment);
		return -1;
	}
	*enrolment_out = enrolment;
	return 0;
}

void
wire_enrolment_release(struct wire_enrolment *enrolment)
{
	secret_release(&enrolment->credential);
}

void
wire_enrol_encode(const struct wire_enrol *enrol, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	if (enrol->device_name[0] != '\0')
		jsonout_text(&json, "device_name", enrol->device_name);
	jsonout_object_end(&json);
}

int
wire_enrol_decode(const char *bytes, size_t len, struct wire_enrol *enrol_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 4096, .members = 20},
		.strict = true,
	};
	struct wire_enrol enrol = {.device_name = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_text(&root, "device_name", READER_OPTIONAL, enrol.device_name,
		sizeof(enrol.device_name));
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*enrol_out = enrol;
	return 0;
}

/* A time that may be none. */
static void
write_time_if_any(struct jsonout *json, const char *key, int64_t ms)
{
	if (ms != 0)
		parts_write_time(json, key, ms);
}

static void
write_enrolment_item(
	struct jsonout *json, const struct wire_enrolment_item *item)
{
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &item->id);
	jsonout_id(json, "employee", &item->employee);
	jsonout_id(json, "device", &item->device);
	jsonout_text(json, "device_name", item->device_name);
	if (!id_is_nil(&item->previous))
		jsonout_id(json, "previous", &item->previous);
	jsonout_int(json, "highest", item->highest);
	parts_write_time(json, "begun", item->begun_ms);
	write_time_if_any(json, "ended", item->ended_ms);
	write_time_if_any(json, "revoked", item->revoked_ms);
	jsonout_bool(json, "current", item->current);
	jsonout_object_end(json);
}

void
wire_enrolments_encode(const struct wire_enrolment_items *list, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "enrolments");
	for (size_t i = 0; i < list->count; i++)
		write_enrolment_item(&json, &list->items[i]);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

static void
write_session_item(struct jsonout *json, const struct wire_session_item *item)
{
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &item->id);
	jsonout_id(json, "employee", &item->employee);
	if (!id_is_nil(&item->enrolment)) {
		jsonout_id(json, "enrolment", &item->enrolment);
		jsonout_text(json, "device_name", item->device_name);
	}
	parts_write_time(json, "created", item->created_ms);
	parts_write_time(json, "used", item->used_ms);
	parts_write_time(json, "until", item->until_ms);
	jsonout_bool(json, "current", item->current);
	jsonout_object_end(json);
}

void
wire_sessions_encode(const struct wire_session_items *list, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "sessions");
	for (size_t i = 0; i < list->count; i++)
		write_session_item(&json, &list->items[i]);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}
