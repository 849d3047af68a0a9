#include <assert.h>

#include "core/field.h"

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

int64_t *
field_int(const struct field *field, const void *record)
{
	assert(field->type == FIELD_INT || field->type == FIELD_WORD);
	return member(field, record);
}

struct id *
field_ref(const struct field *field, const void *record)
{
	assert(field->type == FIELD_REF);
	return member(field, record);
}

struct field_list *
field_list(const struct field *field, const void *record)
{
	assert(field->type == FIELD_LIST);
	return member(field, record);
}

permission_set *
field_levels(const struct field *field, const void *record)
{
	assert(field->type == FIELD_LEVELS);
	return member(field, record);
}

const char *
field_word(const struct field *field, const void *record)
{
	int64_t number = *field_int(field, record);

	if (number < 0 || (uint64_t)number >= field->words->count)
		return "";
	return field->words->words[number];
}
