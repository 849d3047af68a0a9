/* What is described once is told the same everywhere: document and manual. */

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "core/company.h"
#include "core/cost_code.h"
#include "core/employee.h"
#include "core/group.h"
#include "core/location.h"
#include "core/policy_group.h"
#include "core/role.h"
#include "lib/cmocka_all.h"

static const struct {
	const struct description *description;
	const char *schema;  /* in the document, without "Fields" or "New" */
	const char *section; /* of connect-api(7) */
} kinds[] = {
	{&employee_description, "Employee", "Employees"},
	{&location_description, "Location", "Locations"},
	{&cost_code_description, "CostCode", "Cost codes"},
	{&group_description, "Group", "Groups"},
	{&role_description, "Role", "Roles"},
	{&policy_group_description, "PolicyGroup", "Policy groups"},
	{&company_description, "Company", "Company settings"},
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static void
load(const char *path, struct str *text_out)
{
	struct err err = {0};

	str_init(text_out, 4 * 1024 * 1024);
	if (file_load(path, 4 * 1024 * 1024, text_out, &err) < 0)
		fail_msg("%s", err.text);
}

static cJSON *
open_document(void)
{
	struct str text;
	cJSON *root;

	load("src/service/openapi.json", &text);
	root = cJSON_Parse(text.data);
	assert_non_null(root);
	str_release(&text);
	return root;
}

static const cJSON *
schema(const cJSON *root, const char *head, const char *name, const char *tail)
{
	const cJSON *schemas = cJSON_GetObjectItem(
		cJSON_GetObjectItem(root, "components"), "schemas");
	char full[64];
	const cJSON *found;

	snprintf(full, sizeof(full), "%s%s%s", head, name, tail);
	found = cJSON_GetObjectItemCaseSensitive(schemas, full);
	if (found == NULL)
		fail_msg("the document has no %s", full);
	return found;
}

/* A number that may be absent: then it is 0. */
static double
number(const cJSON *object, const char *name)
{
	const cJSON *it = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsNumber(it) ? it->valuedouble : 0;
}

static void
compare_words(const struct field *field, const cJSON *property)
{
	const cJSON *words = cJSON_GetObjectItem(property, "enum");

	assert_int_equal(cJSON_GetArraySize(words), field->words->count);
	for (size_t i = 0; i < field->words->count; i++)
		assert_string_equal(
			cJSON_GetArrayItem(words, (int)i)->valuestring,
			field->words->words[i]);
}

static void
compare_property(const struct field *field, const cJSON *property)
{
	const cJSON *type = cJSON_GetObjectItem(property, "type");
	bool needed = (field->flags & FIELD_NEEDED) != 0;

	if (property == NULL)
		fail_msg("the document does not have %s", field->name);
	switch (field->type) {
	case FIELD_TEXT:
		assert_string_equal(type->valuestring, "string");
		assert_int_equal(number(property, "maxLength"), field->max);
		assert_int_equal(number(property, "minLength"), needed);
		break;
	case FIELD_BOOL:
		assert_string_equal(type->valuestring, "boolean");
		assert_int_equal(
			cJSON_IsTrue(cJSON_GetObjectItem(property, "default")),
			(field->flags & FIELD_ON) != 0);
		break;
	case FIELD_INT:
		assert_string_equal(type->valuestring, "integer");
		assert_int_equal(number(property, "maximum"), field->max);
		break;
	case FIELD_WORD:
		compare_words(field, property);
		break;
	case FIELD_REF:
		assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(
					 property, "oneOf")),
			2);
		break;
	case FIELD_LIST:
		assert_string_equal(type->valuestring, "array");
		assert_int_equal(number(property, "maxItems"), field->max);
		break;
	case FIELD_LEVELS:
		assert_non_null(cJSON_GetObjectItem(property, "$ref"));
		break;
	}
	assert_int_equal(
		cJSON_IsTrue(cJSON_GetObjectItem(property, "readOnly")),
		(field->flags & FIELD_TOLD) != 0);
	assert_non_null(cJSON_GetObjectItem(property, "description"));
}

static bool
is_required(const cJSON *new_schema, const char *name)
{
	const cJSON *own =
		cJSON_GetArrayItem(cJSON_GetObjectItem(new_schema, "allOf"), 1);
	const cJSON *it;

	cJSON_ArrayForEach(it, cJSON_GetObjectItem(own, "required"))
	{
		if (strcmp(it->valuestring, name) == 0)
			return true;
	}
	return false;
}

static void
test_the_document_says_the_same(void **state)
{
	cJSON *root = open_document();

	for (size_t k = 0; k < KIND_COUNT; k++) {
		const struct description *it = kinds[k].description;
		const cJSON *fields = cJSON_GetObjectItem(
			schema(root, "", kinds[k].schema, "Fields"),
			"properties");
		bool added = it != &company_description;
		const cJSON *new_one =
			added ? schema(root, "New", kinds[k].schema, "") : NULL;

		assert_int_equal(cJSON_GetArraySize(fields), it->count);
		for (size_t i = 0; i < it->count; i++) {
			const struct field *field = &it->fields[i];

			compare_property(
				field, cJSON_GetObjectItemCaseSensitive(
					       fields, field->name));
			if (added)
				assert_int_equal(
					is_required(new_one, field->name),
					(field->flags & FIELD_NEEDED) != 0);
		}
	}
	cJSON_Delete(root);
}

/* The text from ".Ss <section>" to the next heading; cut off in `page`. */
static char *
section_of(char *page, const char *section)
{
	char heading[64];
	char *begin, *end;

	snprintf(heading, sizeof(heading), "\n.Ss %s\n", section);
	begin = strstr(page, heading);
	if (begin == NULL)
		fail_msg("connect-api(7) has no section %s", section);
	begin += strlen(heading) - 1;
	end = strstr(begin, "\n.S");
	assert_non_null(end);
	*end = '\0';
	return begin;
}

static void
test_the_manual_says_the_same(void **state)
{
	for (size_t k = 0; k < KIND_COUNT; k++) {
		const struct description *it = kinds[k].description;
		struct str page;
		size_t items = 0;
		char *text;

		load("man/connect-api.7", &page);
		text = section_of(page.data, kinds[k].section);
		for (const char *p = text; (p = strstr(p, "\n.It Li ")) != NULL;
			p++)
			items++;
		assert_int_equal(items, it->count);
		for (size_t i = 0; i < it->count; i++) {
			const struct field *field = &it->fields[i];
			char item[64], limit[64];
			const char *told;

			snprintf(item, sizeof(item), "\n.It Li %s\n",
				field->name);
			snprintf(limit, sizeof(limit), "at most %zu bytes",
				field->max);
			told = strstr(text, item);
			if (told == NULL)
				fail_msg("connect-api(7) does not tell of %s",
					field->name);
			if (field->type == FIELD_TEXT)
				assert_non_null(strstr(told, limit));
		}
		str_release(&page);
	}
}

/* Each permission as a person's list has it, and no other. */
static void
test_the_document_knows_the_permissions(void **state)
{
	cJSON *root = open_document();
	const cJSON *words =
		cJSON_GetObjectItem(schema(root, "", "Permission", ""), "enum");
	size_t count, wanted = 0;
	const struct permission_row *rows = permission_table(&count);

	for (size_t i = 0; i < count; i++) {
		static const char *const levels[] = {"=view", "=edit"};

		for (int level = 0; level < (rows[i].is_area ? 2 : 1);
			level++) {
			const cJSON *it;
			char word[64];
			bool found = false;

			snprintf(word, sizeof(word), "%s%s", rows[i].name,
				rows[i].is_area ? levels[level] : "");
			cJSON_ArrayForEach(it, words) found |=
				strcmp(it->valuestring, word) == 0;
			if (!found)
				fail_msg("the document does not know %s", word);
			wanted++;
		}
	}
	assert_int_equal(cJSON_GetArraySize(words), wanted);
	cJSON_Delete(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_document_says_the_same),
		cmocka_unit_test(test_the_manual_says_the_same),
		cmocka_unit_test(test_the_document_knows_the_permissions),
	};

	return cmocka_run_group_tests_name("descriptions", tests, NULL, NULL);
}
