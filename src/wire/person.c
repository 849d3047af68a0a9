#include "parts.h"
#include "wire/wire.h"

static const char *const permission_names[] = {
#define X(name, wire, title) [PERMISSION_##name] = (wire),
	PERMISSIONS(X)
#undef X
};

static const char *const viewset_names[] = {
#define X(name, wire) [VIEWSET_##name] = (wire),
	VIEWSETS(X)
#undef X
};
#define VIEWSET_COUNT (sizeof(viewset_names) / sizeof(*viewset_names))

static void
write_company(struct jsonout *json, const struct person *person)
{
	jsonout_object(json, "company");
	jsonout_text(json, "id", person->company_id);
	jsonout_text(json, "name", person->company_name);
	jsonout_text(json, "zone", person->company_zone);
	jsonout_bool(json, "clock_enabled", person->clock_enabled);
	jsonout_object_end(json);
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
	reader_end(&company);
}

void
parts_write_person(
	struct jsonout *json, const char *key, const struct person *person)
{
	jsonout_object(json, key);
	jsonout_id(json, "id", &person->id);
	jsonout_text(json, "name", person->name);
	parts_write_set(json, "permissions", permission_names, PERMISSION_COUNT,
		person->permissions);
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
	reader_text(cursor, "name", READER_WANTED, person_out->name,
		sizeof(person_out->name));
	reader_set(cursor, "permissions", permission_names, PERMISSION_COUNT,
		&person_out->permissions);
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
