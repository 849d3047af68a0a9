#include "sight.h"

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
		.all = viewer->sees_all || !has_people(description)};
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
