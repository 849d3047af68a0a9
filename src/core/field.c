#include "core/field.h"

#include <stdlib.h>
#include <string.h>

const char *
field_unit(const struct field *field)
{
	static const char *const units[] = {"minutes", "days", "hours"};
	const char *last = strrchr(field->name, '_');

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (field->type == FIELD_INT && last != NULL &&
			strcmp(last + 1, units[i]) == 0)
			return units[i];
	return "";
}

const struct field *
field_find(const struct description *description, const char *name)
{
	for (size_t i = 0; i < description->count; i++)
		if (strcmp(description->fields[i].name, name) == 0)
			return &description->fields[i];
	return NULL;
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

void
field_release(const struct description *description, void *record)
{
	for (size_t i = 0; i < description->count; i++)
		if (description->fields[i].type == FIELD_LIST)
			free(field_list(&description->fields[i], record)->ids);
	memset(record, 0, description->bytes);
}

static bool
is_empty(const struct field *field, const void *record)
{
	switch (field->type) {
	case FIELD_TEXT:
		return field_text(field, record)[0] == '\0';
	case FIELD_REF:
		return id_is_nil(field_ref(field, record));
	case FIELD_LIST:
		return field_list(field, record)->count == 0;
	case FIELD_BOOL:
	case FIELD_INT:
	case FIELD_WORD:
	case FIELD_LEVELS:
		return false;
	}
	return false;
}

const struct field *
field_missing(const struct description *description, const void *record)
{
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((field->flags & FIELD_NEEDED) != 0 &&
			is_empty(field, record))
			return field;
	}
	return NULL;
}

static bool
equal_lists(const struct field_list *one, const struct field_list *other)
{
	return one->count == other->count &&
	       (one->count == 0 ||
		       memcmp(one->ids, other->ids,
			       one->count * sizeof(*one->ids)) == 0);
}

bool
field_equal(const struct field *field, const void *one, const void *other)
{
	switch (field->type) {
	case FIELD_TEXT:
		return strcmp(field_text(field, one),
			       field_text(field, other)) == 0;
	case FIELD_BOOL:
		return *field_bool(field, one) == *field_bool(field, other);
	case FIELD_INT:
	case FIELD_WORD:
		return *field_int(field, one) == *field_int(field, other);
	case FIELD_REF:
		return id_equal(field_ref(field, one), field_ref(field, other));
	case FIELD_LIST:
		return equal_lists(
			field_list(field, one), field_list(field, other));
	case FIELD_LEVELS:
		return *field_levels(field, one) == *field_levels(field, other);
	}
	return true;
}

static void
copy_one(const struct field *field, void *to, const void *from)
{
	const struct field_list *list;
	struct err none;

	switch (field->type) {
	case FIELD_TEXT:
		memcpy(field_text(field, to), field_text(field, from),
			field->max + 1);
		break;
	case FIELD_BOOL:
		*field_bool(field, to) = *field_bool(field, from);
		break;
	case FIELD_INT:
	case FIELD_WORD:
		*field_int(field, to) = *field_int(field, from);
		break;
	case FIELD_REF:
		*field_ref(field, to) = *field_ref(field, from);
		break;
	case FIELD_LIST:
		list = field_list(field, from);
		(void)field_set_list(field, to, list->ids, list->count, &none);
		break;
	case FIELD_LEVELS:
		*field_levels(field, to) = *field_levels(field, from);
		break;
	}
}

field_set
field_copy(const struct description *description, void *to, const void *from,
	field_set set)
{
	field_set moved = 0;

	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((set >> i & 1) == 0 || field_equal(field, to, from))
			continue;
		copy_one(field, to, from);
		moved |= (field_set)1 << i;
	}
	return moved;
}
