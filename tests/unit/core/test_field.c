/* Records by their description: cleared, filled, copied, found wanting. */
#include <string.h>

#include "base/str.h"
#include "core/company.h"
#include "core/cost_code.h"
#include "core/field_words.h"
#include "core/location.h"
#include "lib/cmocka_all.h"

static const struct description *const it = &cost_code_description;

static const struct field *
field(const char *name)
{
	for (size_t i = 0; i < it->count; i++)
		if (strcmp(it->fields[i].name, name) == 0)
			return &it->fields[i];
	fail_msg("there is no %s", name);
	return NULL;
}

static field_set
set_of(const char *name)
{
	return (field_set)1 << (field(name) - it->fields);
}

static void
test_nothing_is_said(void **state)
{
	struct cost_code code;

	memset(&code, 0x55, sizeof(code));
	field_clear(it, &code);
	assert_true(id_is_nil(&code.record.id));
	assert_int_equal(code.record.version, 0);
	assert_string_equal(code.number, "");
	assert_string_equal(code.name, "");
	assert_true(code.active);
	assert_ptr_equal(field_missing(it, &code), field("name"));
}

static void
test_texts_are_held_to_their_rule(void **state)
{
	char longest[257], longer[258];
	struct cost_code code;
	struct err err;

	memset(longest, 'x', sizeof(longest));
	memset(longer, 'x', sizeof(longer));
	longest[256] = longer[257] = '\0';
	field_clear(it, &code);
	assert_int_equal(
		field_set_text(field("name"), &code, longest, &err), 0);
	assert_string_equal(code.name, longest);
	assert_null(field_missing(it, &code));
	assert_int_equal(
		field_set_text(field("name"), &code, longer, &err), -1);
	assert_string_equal(err.text, "is longer than 256 bytes");
	assert_int_equal(field_set_text(field("name"), &code, "", &err), -1);
	assert_string_equal(err.text, "must not be empty");
	assert_string_equal(code.name, longest);
	assert_int_equal(field_set_text(field("number"), &code, "", &err), 0);
}

static void
test_a_copy_takes_what_it_is_told(void **state)
{
	struct cost_code from;
	struct cost_code to;
	struct err err;

	field_clear(it, &from);
	field_clear(it, &to);
	assert_int_equal(
		field_set_text(field("name"), &from, "Concrete", &err), 0);
	assert_int_equal(
		field_set_text(field("number"), &from, "03-100", &err), 0);
	from.active = false;
	from.record.version = 7;
	assert_int_equal(
		field_copy(it, &to, &from, set_of("name")), set_of("name"));
	assert_string_equal(to.name, "Concrete");
	assert_string_equal(to.number, "");
	assert_true(to.active);
	assert_int_equal(field_copy(it, &to, &from, set_of("name")), 0);
	assert_int_equal(field_copy(it, &to, &from, ~(field_set)0),
		set_of("number") | set_of("active"));
	assert_string_equal(to.number, "03-100");
	assert_false(to.active);
	assert_int_equal(to.record.version, 0);
}

/* "a ; b": each item without the blanks around it. */
static int
take(void *ctx, const struct description *of, const char *words,
	struct id *id_out, struct err *err)
{
	(void)of;
	(void)err;
	str_addf(ctx, "<%s>", words);
	*id_out = (struct id){{(uint8_t)words[0]}};
	return 0;
}

static void
test_lists(void **state)
{
	const struct field *codes =
		field_find(&location_description, "cost_codes");
	struct location location;
	struct str taken;
	const struct field_names names = {.find = take, .ctx = &taken};
	struct err err;

	(void)state;
	str_init(&taken, 100);
	field_clear(&location_description, &location);
	assert_int_equal(
		field_words_read(codes, &location, " c d ;; b ", &names, &err),
		0);
	assert_string_equal(taken.data, "<c d><b>");
	assert_int_equal(location.cost_codes.count, 2);
	assert_int_equal(location.cost_codes.ids[0].bytes[0], 'b');
	assert_int_equal(
		field_words_read(codes, &location, "a;a", &names, &err), -1);
	assert_string_equal(err.text, "names one of them twice");
	assert_int_equal(location.cost_codes.count, 2);
	field_release(&location_description, &location);
	str_release(&taken);
}

/* A number is shown with its unit, and so it is read again. */
static void
test_units(void **state)
{
	const struct field *longest =
		field_find(&company_description, "max_record_minutes");
	struct company company;
	struct str shown;
	struct err err;

	(void)state;
	str_init(&shown, 100);
	field_clear(&company_description, &company);
	assert_int_equal(
		field_words_read(longest, &company, "960 minutes", NULL, &err),
		0);
	field_words_show(longest, &company, NULL, &shown);
	assert_string_equal(shown.data, "960 minutes");
	str_clear(&shown);
	assert_int_equal(
		field_words_read(longest, &company, "1", NULL, &err), 0);
	field_words_show(longest, &company, NULL, &shown);
	assert_string_equal(shown.data, "1 minute");
	assert_int_equal(
		field_words_read(longest, &company, shown.data, NULL, &err), 0);
	assert_int_equal(
		field_words_read(longest, &company, "9 days", NULL, &err), -1);
	str_release(&shown);
}

static void
test_slips(void **state)
{
	const struct field *week =
		field_find(&company_description, "week_start");
	struct company company;
	struct err err;

	(void)state;
	field_clear(&company_description, &company);
	assert_int_equal(
		field_words_read(week, &company, "mondya", NULL, &err), -1);
	assert_non_null(strstr(err.text, "; did you mean \"monday\"?"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_said),
		cmocka_unit_test(test_texts_are_held_to_their_rule),
		cmocka_unit_test(test_a_copy_takes_what_it_is_told),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_slips),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
