#include "core/field.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
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

/* --- setting ---------------------------------------------------------------
 */

int
field_set_text(const struct field *field, void *record, const char *text,
	struct err *err)
{
	size_t min = (field->flags & FIELD_NEEDED) != 0;
	struct str folded;
	int rc;

	str_init(&folded, SIZE_MAX / 2);
	if ((field->flags & FIELD_FOLDED) != 0) {
		text_fold(&folded, text, strlen(text));
		text = folded.data;
	}
	rc = rule_text(text, min, field->max, err);
	if (rc == 0)
		memcpy(field_text(field, record), text, strlen(text) + 1);
	str_release(&folded);
	return rc;
}

int
field_set_int(const struct field *field, void *record, int64_t number,
	struct err *err)
{
	if (number < 0 || (uint64_t)number > field->max)
		return err_set(err, ERR_DATA, "is not a number from 0 to %zu",
			field->max);
	*field_int(field, record) = number;
	return 0;
}

/* ERR_DATA: "is none of a, b, c". */
static int
none_of(const char *const *words, size_t count, struct err *err)
{
	struct str list;

	str_init(&list, 512);
	for (size_t i = 0; i < count; i++)
		str_addf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
	err_set(err, ERR_DATA, "is none of %s", list.data);
	str_release(&list);
	return -1;
}

int
field_set_word(const struct field *field, void *record, const char *word,
	struct err *err)
{
	const struct field_words *words = field->words;

	for (size_t i = 0; i < words->count; i++) {
		if (strcmp(words->words[i], word) != 0)
			continue;
		*field_int(field, record) = (int64_t)i;
		return 0;
	}
	return none_of(words->words, words->count, err);
}

const char *
field_word(const struct field *field, const void *record)
{
	int64_t number = *field_int(field, record);

	if (number < 0 || (uint64_t)number >= field->words->count)
		return "";
	return field->words->words[number];
}

static int
compare_ids(const void *a, const void *b)
{
	return id_compare(a, b);
}

int
field_set_list(const struct field *field, void *record, const struct id *ids,
	size_t n, struct err *err)
{
	struct field_list *list = field_list(field, record);
	struct id *own;

	if (n > field->max)
		return err_set(err, ERR_DATA, "has more than %zu", field->max);
	own = mem_new(n + 1, sizeof(*own));
	if (n > 0)
		memcpy(own, ids, n * sizeof(*own));
	qsort(own, n, sizeof(*own), compare_ids);
	for (size_t i = 1; i < n; i++) {
		if (!id_equal(&own[i - 1], &own[i]))
			continue;
		free(own);
		return err_set(err, ERR_DATA, "names one of them twice");
	}
	free(list->ids);
	*list = (struct field_list){own, n};
	return 0;
}

bool
field_list_has(const struct field_list *list, const struct id *id)
{
	return list->count > 0 &&
	       bsearch(id, list->ids, list->count, sizeof(*list->ids),
		       compare_ids) != NULL;
}

int
field_set_level(const struct field *field, void *record, const char *name,
	const char *level, struct err *err)
{
	static const char *const of_switch[] = {"none", "access"};
	static const char *const of_area[] = {"none", "view", "edit"};
	permission_set *set = field_levels(field, record);
	const struct permission_row *row = permission_find(name);

	if (row == NULL)
		return err_set(err, ERR_DATA, "is no permission");
	if (row->bit == PERMISSION_ADMINISTRATOR)
		return err_set(
			err, ERR_DATA, "is the role Administrator's alone");
	if (permission_grant(set, name, level))
		return 0;
	return row->is_area ? none_of(of_area, 3, err)
			    : none_of(of_switch, 2, err);
}

/* --- both sides ------------------------------------------------------------
 */

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
