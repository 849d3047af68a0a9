#include "sight.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/employee.h"
#include "viewset_rows.h"

static bool
is_of_people(const struct field *field)
{
	return field->type == FIELD_LIST && field->of == &employee_description;
}

static bool
has_people(const struct description *description)
{
	for (size_t i = 0; i < description->count; i++)
		if (is_of_people(&description->fields[i]))
			return true;
	return false;
}

int
sight_load(struct db *db, const struct record_viewer *viewer,
	const struct description *description, struct sight *sight_out,
	struct err *err)
{
	*sight_out = (struct sight){
		.all = viewer->sees_all ||
		       (description != NULL && !has_people(description))};
	if (sight_out->all)
		return 0;
	return viewset_rows_list(db, &viewer->company, &viewer->employee,
		&sight_out->people, err);
}

void
sight_release(struct sight *sight)
{
	free(sight->people.ids);
	*sight = (struct sight){0};
}

void
sight_hide(const struct sight *sight, const struct description *description,
	void *record)
{
	for (size_t i = 0; !sight->all && i < description->count; i++) {
		const struct field *field = &description->fields[i];
		struct field_list *list;
		size_t n = 0;

		if (!is_of_people(field))
			continue;
		list = field_list(field, record);
		for (size_t j = 0; j < list->count; j++)
			if (field_list_has(&sight->people, &list->ids[j]))
				list->ids[n++] = list->ids[j];
		list->count = n;
	}
}

static int
keep(const struct sight *sight, const struct field *field,
	const struct field_list *before, void *record, struct err *err)
{
	const struct field_list *list = field_list(field, record);
	struct id *ids = mem_new(list->count + before->count + 1, sizeof(*ids));
	size_t n = list->count;
	int rc = 0;

	if (n > 0)
		memcpy(ids, list->ids, n * sizeof(*ids));
	for (size_t i = 0; i < before->count; i++)
		if (!field_list_has(&sight->people, &before->ids[i]) &&
			!field_list_has(list, &before->ids[i]))
			ids[n++] = before->ids[i];
	if (n > list->count)
		rc = field_set_list(field, record, ids, n, err);
	free(ids);
	return rc;
}

int
sight_keep(const struct sight *sight, const struct description *description,
	const void *before, void *record, struct err *err)
{
	for (size_t i = 0; !sight->all && i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if (is_of_people(field) &&
			keep(sight, field, field_list(field, before), record,
				err) < 0)
			return -1;
	}
	return 0;
}

/* --- in what was written ---------------------------------------------------
 */

static bool
sees(const struct sight *sight, const char *text)
{
	struct err ignored;
	struct id id;

	return id_parse(text, &id, &ignored) == 0 &&
	       field_list_has(&sight->people, &id);
}

/* A list of ids from its bracket on; returns what follows it. */
static const char *
cut_list(const struct sight *sight, const char *list, struct str *out)
{
	const char *separator = "";
	bool hides = false;

	str_addc(out, '[');
	list++;
	while (*list != ']' && *list != '\0') {
		char text[ID_TEXT_BYTES] = "";
		int len = (int)strcspn(list, ",]");

		(void)sscanf(list, "\"%36[^\"]\"", text);
		if (sees(sight, text)) {
			str_addf(out, "%s%.*s", separator, len, list);
			separator = ",";
		} else {
			hides = true;
		}
		list += len;
		if (*list == ',')
			list++;
	}
	if (hides)
		str_addf(out, "%snull", separator);
	str_addc(out, ']');
	return *list == ']' ? list + 1 : list;
}

/* The next list of people in a record, NULL: there is none. No text can hold
 * what it is found by: quotes are escaped there. */
static const char *
next_list(const struct description *description, const char *value)
{
	const char *next = NULL;

	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];
		char key[64];
		const char *found;
		int len;

		if (!is_of_people(field))
			continue;
		len = snprintf(key, sizeof(key), "\"%s\":[", field->name);
		found = strstr(value, key);
		if (found != NULL && (next == NULL || found < next))
			next = found + len - 1;
	}
	return next;
}

void
sight_cut(const struct sight *sight, const struct description *description,
	const char *field, const char *value, struct str *out)
{
	const struct field *it = field_find(description, field);
	const char *list = NULL;

	if (sight->all) {
		str_addz(out, value);
		return;
	}
	if (it == NULL)
		list = next_list(description, value);
	else if (is_of_people(it) && value[0] == '[')
		list = value;
	while (list != NULL) {
		str_add(out, value, (size_t)(list - value));
		value = cut_list(sight, list, out);
		list = next_list(description, value);
	}
	str_addz(out, value);
}
