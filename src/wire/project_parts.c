#include "project_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* --- names --------------------------------------------------------------- */

static bool
is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return text_is_utf8(text, len);
}

bool
project_read_name(struct cursor *cursor, const char *key, enum reader_need need,
	struct id *id_out)
{
	const char *text = reader_string(cursor, key, need);
	struct id id = {{0}};
	struct err ignored;
	size_t len;

	if (text == NULL)
		return false;
	len = strlen(text);
	if (id_parse(text, &id, &ignored) == 0 && !id_is_nil(&id)) {
		*id_out = id;
		return true;
	}
	if (len == 0 || len > sizeof(id.bytes) || !is_plain(text, len)) {
		reader_fail(cursor, key,
			"neither a text of 1 to 16 bytes nor a UUID");
		return false;
	}
	id = (struct id){{0}};
	memcpy(id.bytes, text, len);
	*id_out = id;
	return true;
}

char *
wire_project_name(const struct id *id, char buf_out[WIRE_PROJECT_NAME_BYTES])
{
	size_t len = strnlen((const char *)id->bytes, sizeof(id->bytes));
	bool is_text = len > 0 && is_plain((const char *)id->bytes, len);

	for (size_t i = len; i < sizeof(id->bytes); i++)
		if (id->bytes[i] != 0)
			is_text = false;
	if (!is_text)
		return id_format(id, buf_out);
	memcpy(buf_out, id->bytes, len);
	buf_out[len] = '\0';
	return buf_out;
}

struct id
project_place_id(const char *before, size_t place)
{
	char text[sizeof(struct id) + 1];
	struct id id = {{0}};
	int len = snprintf(text, sizeof(text), "%s%zu", before, place);

	memcpy(id.bytes, text, (size_t)len);
	return id;
}

void
project_write_name(struct jsonout *json, const char *key, const struct id *id)
{
	char text[WIRE_PROJECT_NAME_BYTES];

	if (id_is_nil(id))
		jsonout_null(json, key);
	else
		jsonout_text(json, key, wire_project_name(id, text));
}

/* --- the rest ------------------------------------------------------------ */

void
project_read_minutes(struct cursor *cursor, const char *key, int *out)
{
	int64_t minutes;

	if (reader_has(cursor, key) &&
		reader_int(cursor, key, 0, PROJECT_MINUTES_MAX, &minutes))
		*out = (int)minutes;
}

bool
project_next_is_list(const struct cursor *array)
{
	return reader_more(array) && cJSON_IsArray(array->next);
}

bool
project_next_is_object(const struct cursor *array)
{
	return reader_more(array) && cJSON_IsObject(array->next);
}
