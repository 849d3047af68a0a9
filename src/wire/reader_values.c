#include "reader.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "calendar/civil.h"

#define TIME_MAX_MS INT64_C(253402300799999) /* the year 9999 ends */

const char *
reader_string(struct cursor *cursor, const char *key, enum reader_need need)
{
	cJSON *item = reader_take(cursor, key, need);

	if (item != NULL && !cJSON_IsString(item)) {
		reader_fail(cursor, key, "not a text");
		return NULL;
	}
	return item != NULL ? item->valuestring : NULL;
}

bool
reader_text(struct cursor *cursor, const char *key, enum reader_need need,
	char *buf_out, size_t size)
{
	const char *text = reader_string(cursor, key, need);
	size_t len;

	if (text == NULL)
		return false;
	len = strlen(text);
	if (len >= size) {
		reader_fail(cursor, key, "is too long");
		return false;
	}
	memcpy(buf_out, text, len + 1);
	return true;
}

bool
reader_prose(struct cursor *cursor, const char *key, char *buf_out, size_t size)
{
	const char *text = reader_string(cursor, key, READER_OPTIONAL);
	size_t len = text != NULL ? strlen(text) : 0;
	size_t at = 0;
	uint32_t rune;

	if (text == NULL)
		return false;
	while (at < len) {
		size_t used = text_decode(text + at, len - at, &rune);

		if (at + used >= size)
			break;
		at += used;
	}
	memcpy(buf_out, text, at);
	buf_out[at] = '\0';
	return true;
}

bool
reader_secret(struct cursor *cursor, const char *key, enum reader_need need,
	struct secret *secret_out)
{
	const char *text = reader_string(cursor, key, need);

	assert(cursor->reader->secret);
	if (text == NULL)
		return false;
	if (!secret_set(secret_out, text, strlen(text))) {
		reader_fail(cursor, key, "is too long");
		return false;
	}
	return true;
}

bool
reader_id(struct cursor *cursor, const char *key, enum reader_need need,
	struct id *id_out)
{
	const char *text = reader_string(cursor, key, need);
	struct err ignored;
	struct id id;

	if (text == NULL)
		return false;
	if (id_parse(text, &id, &ignored) < 0 || id_is_nil(&id)) {
		reader_fail(cursor, key, "not an id");
		return false;
	}
	*id_out = id;
	return true;
}

bool
reader_int(struct cursor *cursor, const char *key, int64_t min, int64_t max,
	int64_t *value_out)
{
	cJSON *item = reader_take(cursor, key, READER_WANTED);
	double value;

	if (item == NULL)
		return false;
	value = item->valuedouble;
	if (!cJSON_IsNumber(item) || value < (double)-READER_EXACT_MAX ||
		value > (double)READER_EXACT_MAX ||
		value != (double)(int64_t)value) {
		reader_fail(cursor, key, "not a whole number");
		return false;
	}
	if ((int64_t)value < min || (int64_t)value > max) {
		reader_fail(cursor, key, "is out of range");
		return false;
	}
	*value_out = (int64_t)value;
	return true;
}

bool
reader_bool(struct cursor *cursor, const char *key, enum reader_need need,
	bool *value_out)
{
	cJSON *item = reader_take(cursor, key, need);

	if (item == NULL)
		return false;
	if (!cJSON_IsBool(item)) {
		reader_fail(cursor, key, "neither true nor false");
		return false;
	}
	*value_out = cJSON_IsTrue(item);
	return true;
}

bool
reader_time(struct cursor *cursor, const char *key, enum reader_need need,
	int64_t *ms_out)
{
	const char *text = reader_string(cursor, key, need);
	struct err ignored;
	int64_t ms;

	if (text == NULL)
		return false;
	if (civil_parse_rfc3339(text, &ms, &ignored) < 0 || ms < 0 ||
		ms > TIME_MAX_MS) {
		reader_fail(cursor, key, "not a time since 1970 in RFC 3339");
		return false;
	}
	*ms_out = ms;
	return true;
}

static int
find_name(const char *text, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, names[i]) == 0)
			return (int)i;
	}
	return -1;
}

int
reader_choice(struct cursor *cursor, const char *key, enum reader_need need,
	const char *const *names, size_t count)
{
	const char *text = reader_string(cursor, key, need);
	int found = text != NULL ? find_name(text, names, count) : -1;

	if (text != NULL && found < 0)
		reader_fail(cursor, key, "not one of the words for it");
	return found;
}

bool
reader_set(struct cursor *cursor, const char *key, const char *const *names,
	size_t count, unsigned *bits_out)
{
	struct cursor list;
	unsigned bits = 0;

	if (!reader_array(cursor, key, READER_WANTED, 64, &list))
		return false;
	while (reader_more(&list)) {
		const char *text = reader_string(&list, NULL, READER_WANTED);
		int found = text != NULL ? find_name(text, names, count) : -1;

		if (found >= 0)
			bits |= 1u << found;
	}
	*bits_out = bits;
	return !cursor->reader->failed;
}
