#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/str.h"
#include "base/text.h"
#include "core/field.h"
#include "core/rule.h"

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

static void
add_nearest(struct str *out, const struct nearest *nearest)
{
	const char *meant = nearest_word(nearest);

	if (meant != NULL)
		str_addf(out, "; did you mean \"%s\"?", meant);
}

/* ERR_DATA: "is not one of a, b, c; did you mean "b"?". */
static int
none_of(const char *const *words, size_t count, const char *word,
	struct err *err)
{
	struct nearest nearest;
	struct str list;

	str_init(&list, 512);
	nearest_init(&nearest, word, strlen(word));
	for (size_t i = 0; i < count; i++) {
		str_addf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
		nearest_see(&nearest, words[i]);
	}
	add_nearest(&list, &nearest);
	err_set(err, ERR_DATA, "is not one of %s", list.data);
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
	return none_of(words->words, words->count, word, err);
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

static int
no_permission(const char *name, struct err *err)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);
	struct nearest nearest;
	struct str text;

	nearest_init(&nearest, name, strlen(name));
	for (size_t i = 0; i < count; i++)
		nearest_see(&nearest, rows[i].name);
	str_init(&text, 128);
	str_addz(&text, "is no permission");
	add_nearest(&text, &nearest);
	err_set(err, ERR_DATA, "%s", text.data);
	str_release(&text);
	return -1;
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
		return no_permission(name, err);
	if (row->bit == PERMISSION_ADMINISTRATOR)
		return err_set(
			err, ERR_DATA, "is the role Administrator's alone");
	if (permission_grant(set, name, level))
		return 0;
	return row->is_area ? none_of(of_area, 3, level, err)
			    : none_of(of_switch, 2, level, err);
}
