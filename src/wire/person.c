#include "parts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "wire/wire.h"

#define PERMISSION_BYTES 64 /* of "name=level" */

static const char *const viewset_names[] = {
#define X(name, number, wire) [VIEWSET_##name] = (wire),
	VIEWSETS(X)
#undef X
};
#define VIEWSET_COUNT (sizeof(viewset_names) / sizeof(*viewset_names))

/* "clock-in-for" of a switch, "board=view" of an area. */
static void
write_permissions(struct jsonout *json, permission_set set)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);
	char word[PERMISSION_BYTES];

	jsonout_array(json, "permissions");
	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(set, &rows[i]);

		if (strcmp(level, "none") == 0)
			continue;
		(void)snprintf(word, sizeof(word),
			rows[i].is_area ? "%s=%s" : "%s", rows[i].name, level);
		jsonout_text(json, NULL, word);
	}
	jsonout_array_end(json);
}

/* What a newer service gives beside what we know is nothing to us. */
static void
read_permissions(struct cursor *cursor, permission_set *set_out)
{
	struct cursor list;
	char word[PERMISSION_BYTES];
	permission_set set = 0;

	if (!reader_array(cursor, "permissions", READER_WANTED, 64, &list))
		return;
	while (reader_more(&list)) {
		const char *text = reader_string(&list, NULL, READER_WANTED);
		char *equals;

		if (text == NULL || !str_copy(word, sizeof(word), text))
			continue;
		equals = strchr(word, '=');
		if (equals != NULL)
			*equals++ = '\0';
		(void)permission_grant(
			&set, word, equals != NULL ? equals : "access");
	}
	*set_out = set;
}

static void
write_company(struct jsonout *json, const struct person *person)
{
	jsonout_object(json, "company");
	jsonout_text(json, "id", person->company_id);
	jsonout_text(json, "name", person->company_name);
	jsonout_text(json, "zone", person->company_zone);
	jsonout_bool(json, "clock_enabled", person->clock_enabled);
	jsonout_int(json, "max_record_minutes", person->max_record_minutes);
	jsonout_object_end(json);
}

/* A service that does not say it goes by this one. */
static void
read_longest(struct cursor *company, struct person *person)
{
	int64_t minutes = CLOCK_RECORD_MAX_MINUTES;

	if (reader_has(company, "max_record_minutes"))
		reader_int(company, "max_record_minutes", 0, INT_MAX, &minutes);
	person->max_record_minutes = (int)minutes;
}

static void
read_company(struct cursor *cursor, struct person *person)
{
	struct cursor company;

	if (!reader_object(cursor, "company", READER_WANTED, &company))
		return;
	reader_text(&company, "id", READER_WANTED, person->company_id,
		sizeof(person->company_id));
	reader_text(&company, "name", READER_WANTED, person->company_name,
		sizeof(person->company_name));
	reader_text(&company, "zone", READER_WANTED, person->company_zone,
		sizeof(person->company_zone));
	reader_bool(&company, "clock_enabled", READER_WANTED,
		&person->clock_enabled);
	read_longest(&company, person);
	reader_end(&company);
}

void
parts_write_person(
	struct jsonout *json, const char *key, const struct person *person)
{
	jsonout_object(json, key);
	jsonout_id(json, "id", &person->id);
	parts_write_name(json, person->name, person->given_len);
	write_permissions(json, person->permissions);
	jsonout_text(json, "viewset", viewset_names[person->viewset]);
	parts_write_meal(json, "meal", &person->meal);
	write_company(json, person);
	jsonout_object_end(json);
}

void
parts_read_person(struct cursor *cursor, struct person *person_out)
{
	int viewset;

	reader_id(cursor, "id", READER_WANTED, &person_out->id);
	parts_read_name(cursor, person_out->name, &person_out->given_len);
	read_permissions(cursor, &person_out->permissions);
	viewset = reader_choice(
		cursor, "viewset", READER_WANTED, viewset_names, VIEWSET_COUNT);
	if (viewset >= 0)
		person_out->viewset = (enum viewset)viewset;
	parts_read_meal(cursor, "meal", READER_WANTED, &person_out->meal);
	read_company(cursor, person_out);
	reader_end(cursor);
}

void
wire_person_encode(const struct person *person, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	parts_write_person(&json, NULL, person);
}

int
wire_person_decode(const char *bytes, size_t len, struct person *person_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 65536, .members = 1000},
	};
	struct person person = {.name = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	parts_read_person(&root, &person);
	if (reader_close(&reader) < 0)
		return -1;
	*person_out = person;
	return 0;
}
