#include "value.h"

#include <string.h>

#include "core/field_words.h"

#define VALUE_ITEMS_MAX 12 /* of a list; no line has room for more */

void
manage_value_of(struct office *office, const struct description *of,
	const struct id *id, struct str *out)
{
	const void *record = office_record(office, of, id);
	char text[ID_TEXT_BYTES];

	if (record != NULL)
		office_label(of, record, out);
	else
		str_addz(out, id_format(id, text));
}

static void
add_list(struct office *office, const struct field *field,
	const struct field_list *list, struct str *out)
{
	if (list->count == 0) {
		str_addz(out, "none");
		return;
	}
	str_addf(out, "%zu: ", list->count);
	for (size_t i = 0; i < list->count && i < VALUE_ITEMS_MAX; i++) {
		str_addz(out, i > 0 ? ", " : "");
		manage_value_of(office, field->of, &list->ids[i], out);
	}
	if (list->count > VALUE_ITEMS_MAX)
		str_addz(out, ", ...");
}

static void
add_levels(permission_set set, struct str *out)
{
	size_t count, said = 0;
	const struct permission_row *rows = permission_table(&count);

	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(set, &rows[i]);

		if (strcmp(level, "none") == 0)
			continue;
		str_addf(out, "%s%s", said++ > 0 ? ", " : "", rows[i].title);
		if (rows[i].is_area)
			str_addf(out, " (%s)", level);
	}
	if (said == 0)
		str_addz(out, "nothing");
}

void
manage_value(struct office *office, const struct field *field,
	const void *record, struct str *out)
{
	const struct field_names names = office_names(office);

	switch (field->type) {
	case FIELD_REF:
		if (id_is_nil(field_ref(field, record)))
			str_addz(out, "none");
		else
			manage_value_of(office, field->of,
				field_ref(field, record), out);
		break;
	case FIELD_LIST:
		add_list(office, field, field_list(field, record), out);
		break;
	case FIELD_LEVELS:
		add_levels(*field_levels(field, record), out);
		break;
	case FIELD_TEXT:
	case FIELD_BOOL:
	case FIELD_INT:
	case FIELD_WORD:
		field_words_show(field, record, &names, out);
		break;
	}
}
