#include "names.h"

#include <string.h>

#include "base/text.h"
#include "core/cost_code.h"
#include "core/employee.h"
#include "core/location.h"
#include "core/name.h"

static const struct description *const kinds[] = {
	[ENTRY_EMPLOYEE] = &employee_description,
	[ENTRY_LOCATION] = &location_description,
	[ENTRY_COST_CODE] = &cost_code_description,
};

int
names_load(struct ctl_call *call, struct names *names_out, struct err *err)
{
	*names_out = (struct names){.call = call};
	for (int kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
		if (office_has(call->office, kinds[kind]) ||
			wait_load(call, kinds[kind], err) == 0)
			continue;
		if (err->kind != ERR_PERMISSION)
			return -1;
		err_clear(err);
		if (choices_new(call->app, (enum entry_kind)kind, NULL, NULL,
			    &names_out->choices[kind], err) < 0)
			return -1;
	}
	return 0;
}

void
names_release(struct names *names)
{
	for (int kind = 0; kind < ENTRY_KIND_COUNT; kind++)
		choices_free(&names->choices[kind]);
}

int
names_find(const struct names *names, enum entry_kind kind, const char *words,
	struct id *id_out, struct err *err)
{
	struct choices *choices = names->choices[kind];
	const void *record;
	struct choice choice;

	if (choices == NULL) {
		if (words_find(names->call, kinds[kind], words, &record, err) <
			0)
			return -1;
		*id_out = ((const struct record *)record)->id;
		return 0;
	}
	if (choices_resolve(choices, words, &choice, err) < 0) {
		str_clear(&names->call->candidates);
		choices_candidates(choices, words, &names->call->candidates);
		return -1;
	}
	*id_out = choice.id;
	return 0;
}

/* --- what it is called ---------------------------------------------------- */

static bool
find_record(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *number, struct str *name)
{
	const struct description *of = kinds[kind];
	const void *record = office_record(names->call->office, of, id);
	const struct employee *employee = record;
	char shown[NAME_BYTES];
	uint8_t given_len;

	if (record == NULL)
		return false;
	str_addz(number, field_text(field_find(of, "number"), record));
	if (kind != ENTRY_EMPLOYEE) {
		str_addz(name, field_text(field_find(of, "name"), record));
		return true;
	}
	name_show(
		employee->given_name, employee->family_name, shown, &given_len);
	str_addz(name, shown);
	return true;
}

/* Of the office or the catalogue: foreign. False: it is not known. */
static bool
find_texts(const struct names *names, enum entry_kind kind, const struct id *id,
	struct str *number, struct str *name)
{
	const struct choices *choices = names->choices[kind];

	if (choices == NULL)
		return find_record(names, kind, id, number, name);
	for (size_t i = 0; i < choices_count(choices); i++) {
		struct choice choice = choices_at(choices, i);

		if (!id_equal(&choice.id, id))
			continue;
		str_add(number, choice.label, choice.number_len);
		str_addz(name, choice.name);
		return true;
	}
	return false;
}

enum part {
	PART_NUMBER = 1,
	PART_NAME = 2
};

static void
add(const struct names *names, enum entry_kind kind, const struct id *id,
	int parts, struct str *out)
{
	struct str number, name;
	size_t before = out->len;

	if (id_is_nil(id))
		return;
	str_init(&number, SIZE_MAX / 2);
	str_init(&name, SIZE_MAX / 2);
	if (find_texts(names, kind, id, &number, &name)) {
		if ((parts & PART_NUMBER) != 0)
			text_clean(out, number.data, number.len);
		if (out->len > before && (parts & PART_NAME) != 0)
			str_addc(out, ' ');
		if ((parts & PART_NAME) != 0)
			text_clean(out, name.data, name.len);
	} else if ((parts & PART_NAME) != 0) {
		str_addz(out, "(hidden)");
	}
	str_release(&number);
	str_release(&name);
}

void
names_number(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *out)
{
	add(names, kind, id, PART_NUMBER, out);
}

void
names_name(const struct names *names, enum entry_kind kind, const struct id *id,
	struct str *out)
{
	add(names, kind, id, PART_NAME, out);
}

void
names_label(const struct names *names, enum entry_kind kind,
	const struct id *id, struct str *out)
{
	add(names, kind, id, PART_NUMBER | PART_NAME, out);
}

/* Of the office alone: the catalogue is asked without it. */
bool
names_on_entry(void *ctx, enum entry_kind kind, const struct id *id,
	struct entry *entry_out)
{
	const struct names *names = ctx;
	struct str number, name;
	bool known;

	if (names->choices[kind] != NULL)
		return false;
	str_init(&number, SIZE_MAX / 2);
	str_init(&name, SIZE_MAX / 2);
	known = find_record(names, kind, id, &number, &name) &&
		str_copy(entry_out->number, sizeof(entry_out->number),
			number.data) &&
		str_copy(entry_out->name, sizeof(entry_out->name), name.data);
	str_release(&number);
	str_release(&name);
	return known;
}

void
names_json(const struct names *names, enum entry_kind kind, const struct id *id,
	const char *key, struct jsonout *json)
{
	struct str number, name;

	if (id_is_nil(id)) {
		jsonout_null(json, key);
		return;
	}
	str_init(&number, SIZE_MAX / 2);
	str_init(&name, SIZE_MAX / 2);
	jsonout_object(json, key);
	jsonout_id(json, "id", id);
	if (find_texts(names, kind, id, &number, &name)) {
		jsonout_text(json, "number", number.data);
		jsonout_text(json, "name", name.data);
	}
	jsonout_object_end(json);
	str_release(&number);
	str_release(&name);
}
