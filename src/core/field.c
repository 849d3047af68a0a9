#include "core/field.h"

#include <assert.h>
#include <string.h>

#include "core/rule.h"

/* A record that may not be changed is only read through these. */
static void *
member(const struct field *field, const void *record)
{
	return (char *)(uintptr_t)record + field->offset;
}

char *
field_text(const struct field *field, const void *record)
{
	assert(field->type == FIELD_TEXT);
	return member(field, record);
}

bool *
field_bool(const struct field *field, const void *record)
{
	assert(field->type == FIELD_BOOL);
	return member(field, record);
}

void
field_clear(const struct description *description, void *record)
{
	memset(record, 0, description->bytes);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (field->type == FIELD_BOOL)
			*field_bool(field, record) =
				(field->flags & FIELD_ON) != 0;
	}
}

int
field_set_text(const struct field *field, void *record, const char *text,
	struct err *err)
{
	size_t min = (field->flags & FIELD_NEEDED) != 0;

	if (rule_text(text, min, field->max, err) < 0)
		return -1;
	memcpy(field_text(field, record), text, strlen(text) + 1);
	return 0;
}

const struct field *
field_missing(const struct description *description, const void *record)
{
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((field->flags & FIELD_NEEDED) != 0 &&
			field->type == FIELD_TEXT &&
			field_text(field, record)[0] == '\0')
			return field;
	}
	return NULL;
}

static bool
copy_one(const struct field *field, void *to, const void *from)
{
	bool differs;

	switch (field->type) {
	case FIELD_TEXT:
		differs = strcmp(field_text(field, to),
				  field_text(field, from)) != 0;
		memcpy(field_text(field, to), field_text(field, from),
			field->max + 1);
		return differs;
	case FIELD_BOOL:
		differs = *field_bool(field, to) != *field_bool(field, from);
		*field_bool(field, to) = *field_bool(field, from);
		return differs;
	}
	return false;
}

bool
field_copy(const struct description *description, void *to, const void *from,
	field_set set)
{
	bool differs = false;

	for (size_t i = 0; i < description->count; i++)
		if ((set >> i & 1) != 0)
			differs |= copy_one(&description->fields[i], to, from);
	return differs;
}
