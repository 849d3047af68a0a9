/* What was written of lists of people, cut to whom somebody sees. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "core/employee.h"
#include "src/service/company/sight.h"

#define SEEN "019b0000-0000-7000-8000-000000000001"
#define HIDDEN "019b0000-0000-7000-8000-000000000002"
#define OTHER "019b0000-0000-7000-8000-000000000003"

/* A kind that has two lists of people. */
static const struct field fields[] = {
	{.name = "name", .type = FIELD_TEXT},
	{.name = "members", .type = FIELD_LIST, .of = &employee_description},
	{.name = "leaders", .type = FIELD_LIST, .of = &employee_description},
};
static const struct description crew = {
	.fields = fields, .count = sizeof(fields) / sizeof(fields[0])};

static void
expect_cut(const char *field, const char *value, const char *wanted)
{
	struct id people[2];
	struct sight sight = {.people = {people, 2}};
	struct err err;
	struct str out;

	assert_int_equal(id_parse(SEEN, &people[0], &err), 0);
	assert_int_equal(id_parse(OTHER, &people[1], &err), 0);
	str_init(&out, 4096);
	sight_cut(&sight, &crew, field, value, &out);
	assert_string_equal(out.data, wanted);
	str_clear(&out);
	sight.all = true;
	sight_cut(&sight, &crew, field, value, &out);
	assert_string_equal(out.data, value);
	str_release(&out);
}

static void
test_each_list_of_a_record(void **state)
{
	(void)state;
	expect_cut("created",
		"{\"name\":\"G\",\"members\":[\"" SEEN "\",\"" HIDDEN
		"\"],\"leaders\":[\"" HIDDEN "\",\"" OTHER "\"]}",
		"{\"name\":\"G\",\"members\":[\"" SEEN
		"\",null],\"leaders\":[\"" OTHER "\",null]}");
	expect_cut("created",
		"{\"leaders\":[\"" HIDDEN
		"\"],\"name\":\"G\",\"members\":[\"" HIDDEN "\"]}",
		"{\"leaders\":[null],\"name\":\"G\",\"members\":[null]}");
	expect_cut("created",
		"{\"members\":[],\"leaders\":[\"" HIDDEN "\"],\"name\":\"\"}",
		"{\"members\":[],\"leaders\":[null],\"name\":\"\"}");
	/* A name that looks like one. */
	expect_cut("created",
		"{\"name\":\"\\\"members\\\":[\\\"" HIDDEN
		"\\\"]\",\"members\":[\"" HIDDEN "\"]}",
		"{\"name\":\"\\\"members\\\":[\\\"" HIDDEN
		"\\\"]\",\"members\":[null]}");
}

static void
test_a_list_alone(void **state)
{
	(void)state;
	expect_cut("members", "[\"" HIDDEN "\",\"" SEEN "\",\"" HIDDEN "\"]",
		"[\"" SEEN "\",null]");
	expect_cut("leaders", "[\"" HIDDEN "\"]", "[null]");
	expect_cut("leaders", "[]", "[]");
	expect_cut("name", "\"" HIDDEN "\"", "\"" HIDDEN "\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_list_of_a_record),
		cmocka_unit_test(test_a_list_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
