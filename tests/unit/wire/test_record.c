/* Records as JSON and CSV: there and back, and what is wrong with them. */
#include <string.h>

#include "core/field.h"
#include "lib/cmocka_all.h"
#include "wire/record.h"
#include "wire/record_csv.h"

#define ID "019a0000-0000-7000-8000-000000000002"

/* Something that the office manages. */
#define THING_FIELDS(X)                                                        \
	X(TEXT, number, 64, FIELD_UNIQUE, COST_CODES_VIEW, COST_CODES_EDIT,    \
		"Number", "short")                                             \
	X(TEXT, name, 256, FIELD_NEEDED, COST_CODES_VIEW, COST_CODES_EDIT,     \
		"Name", "long")                                                \
	X(BOOL, active, 0, FIELD_ON, COST_CODES_VIEW, COST_CODES_EDIT,         \
		"Active", "whether it is")                                     \
	X(TEXT, wage, 16, FIELD_PLAIN, WAGES_VIEW, WAGES_EDIT, "Wage",         \
		"not everybody's business")

struct thing {
	struct record record;
	THING_FIELDS(FIELD_MEMBER)
};
#define FIELD_OF struct thing

static const struct field fields[] = {THING_FIELDS(FIELD_ROW)};
static const struct description thing = {
	.title = "thing",
	.path = "/v1/things",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct thing),
};
static const struct description *const it = &thing;
static const permission_set view = PERMISSION_SET(COST_CODES_VIEW);

static struct thing
concrete(void)
{
	struct thing code;

	field_clear(it, &code);
	(void)id_parse(ID, &code.record.id, &(struct err){0});
	code.record.version = 7;
	(void)str_copy(code.number, sizeof(code.number), "03-100");
	(void)str_copy(code.name, sizeof(code.name), "Concrete \"B\"");
	(void)str_copy(code.wage, sizeof(code.wage), "9");
	return code;
}

/* --- JSON ----------------------------------------------------------------- */

static void
test_what_is_answered(void **state)
{
	struct thing codes[2] = {concrete(), concrete()};
	struct str out;

	str_init(&out, 10000);
	wire_record_encode(it, &codes[0], view, &out);
	assert_string_equal(out.data,
		"{\"id\":\"" ID "\",\"version\":7,\"number\":\"03-100\","
		"\"name\":\"Concrete \\\"B\\\"\",\"active\":true}");
	str_clear(&out);
	wire_record_encode(it, &codes[0], 0, &out);
	assert_string_equal(out.data, "{\"id\":\"" ID "\",\"version\":7}");
	str_clear(&out);
	wire_record_encode(it, &codes[0], PERMISSION_SET(WAGES_VIEW), &out);
	assert_string_equal(
		out.data, "{\"id\":\"" ID "\",\"version\":7,\"wage\":\"9\"}");
	str_clear(&out);
	codes[1].active = false;
	wire_records_encode(it, codes, 2, view, &out);
	assert_non_null(strstr(out.data, "{\"items\":[{\"id\":"));
	assert_non_null(strstr(out.data, "\"active\":true},{\"id\":"));
	assert_non_null(strstr(out.data, "\"active\":false}]}"));
	str_clear(&out);
	wire_records_encode(it, codes, 0, view, &out);
	assert_string_equal(out.data, "{\"items\":[]}");
	str_release(&out);
}

static int
decode(const char *text, enum wire_record_use use, struct thing *code,
	field_set *given, struct err *err)
{
	struct wire_record out = {.record = code, .given = *given};
	int rc = wire_record_decode(text, strlen(text), it, use, &out, err);

	*given = out.given;
	return rc;
}

static void
test_what_is_asked(void **state)
{
	struct thing code;
	field_set given = 0;
	struct err err;

	assert_int_equal(decode("{\"id\":\"" ID "\",\"name\":\"Concrete\"}",
				 WIRE_RECORD_NEW, &code, &given, &err),
		0);
	assert_string_equal(code.name, "Concrete");
	assert_true(code.active);
	assert_int_equal(given, 1 << 1);
	assert_int_equal(decode("{\"active\":false,\"number\":\"\"}",
				 WIRE_RECORD_CHANGE, &code, &given, &err),
		0);
	assert_false(code.active);
	assert_int_equal(given, 1 << 0 | 1 << 2);
	assert_int_equal(
		decode("{}", WIRE_RECORD_CHANGE, &code, &given, &err), 0);
	assert_int_equal(given, 0);
}

static void
test_what_is_wrong_with_it(void **state)
{
	static const struct {
		enum wire_record_use use;
		const char *text;
		const char *complaint;
	} cases[] = {
		{WIRE_RECORD_NEW, "{\"name\":\"x\"}", "/id: is missing"},
		{WIRE_RECORD_NEW, "{\"id\":\"" ID "\"}", "/name: is missing"},
		{WIRE_RECORD_NEW, "{\"id\":\"" ID "\",\"name\":\"\"}",
			"/name: must not be empty"},
		{WIRE_RECORD_CHANGE, "{\"id\":\"" ID "\"}",
			"/id: does not belong here"},
		{WIRE_RECORD_CHANGE, "{\"version\":7}",
			"/version: does not belong here"},
		{WIRE_RECORD_CHANGE, "{\"name\":7}", "/name: not a text"},
		{WIRE_RECORD_CHANGE, "{\"name\":\"a\\nb\"}",
			"/name: holds a character that cannot be shown"},
		{WIRE_RECORD_CHANGE, "{\"active\":\"yes\"}",
			"/active: neither true nor false"},
	};
	struct thing code;
	field_set given = 42;
	struct err err;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(decode(cases[i].text, cases[i].use, &code,
					 &given, &err),
			-1);
		assert_string_equal(err.text, cases[i].complaint);
		assert_int_equal(given, 42);
	}
}

/* --- CSV ------------------------------------------------------------------ */

/* Reads a file; the records as "number/name/active" and errors by line. */
static void
import(const char *text, struct str *got)
{
	const struct field *columns[WIRE_COLUMNS_MAX];
	struct thing code;
	struct csv csv;
	struct err err = {0};
	bool found = false;

	str_clear(got);
	csv_init(&csv, text, strlen(text));
	if (csv_next(&csv, &found, &err) < 0 || !found ||
		wire_record_csv_columns(it, &csv, columns, &err) < 0) {
		str_addz(got, err.text);
		found = false;
	}
	while (found && csv_next(&csv, &found, &err) == 0 && found) {
		if (wire_record_csv_read(it, &csv, columns, NULL, &code, &err) <
			0)
			str_addf(got, "%s|", err.text);
		else
			str_addf(got, "%s/%s/%d|", code.number, code.name,
				code.active);
	}
	csv_release(&csv);
}

static void
test_a_file_is_read(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"number,name,active\r\n03-100,Concrete,yes\r\n,Paint,no\r\n",
			"03-100/Concrete/1|/Paint/0|"},
		/* in any order, without what may be left out */
		{"name\nConcrete\n", "/Concrete/1|"},
		{"active,name\n,Concrete\n", "/Concrete/1|"},
		/* each line by itself */
		{"name,number\n,1\nA,\"2\n3\"\nB,4\nC\nD,5,6\nE,7,\n",
			"line 2, name: must not be empty|"
			"line 3, number: holds a character that cannot be "
			"shown|"
			"4/B/1|"
			"line 6: has not as many values as the first line|"
			"line 7: has not as many values as the first line|"
			"line 8: has not as many values as the first line|"},
		{"name,active\nA,off\nB,on\n", "/A/0|/B/1|"},
		{"name,active\nA,true\n", "line 2, active: is not yes or no|"},
		{"number\n1\n", "line 1: the column \"name\" is missing"},
		{"name,name\n", "line 1: the column \"name\" is there twice"},
		{"name,colour\033\n", "line 1: the column \"colour\\x1b\" is "
				      "none of this list"},
		{"", ""},
	};
	struct str got;

	str_init(&got, 10000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		import(cases[i].text, &got);
		assert_string_equal(got.data, cases[i].want);
	}
	str_release(&got);
}

/* What is exported changes nothing when it is imported, formulas included. */
static void
test_a_file_there_and_back(void **state)
{
	struct thing code = concrete();
	struct str out;
	struct str got;

	str_init(&out, 10000);
	str_init(&got, 10000);
	wire_record_csv_head(it, 7, &out);
	wire_record_csv_write(it, &code, 7, NULL, &out);
	(void)str_copy(code.number, sizeof(code.number), "'=1");
	(void)str_copy(code.name, sizeof(code.name), "=HYPERLINK(\"x\",1)");
	code.active = false;
	wire_record_csv_write(it, &code, 7, NULL, &out);
	assert_string_equal(out.data,
		"number,name,active\r\n"
		"03-100,\"Concrete \"\"B\"\"\",yes\r\n"
		"''=1,\"'=HYPERLINK(\"\"x\"\",1)\",no\r\n");
	import(out.data, &got);
	assert_string_equal(
		got.data, "03-100/Concrete \"B\"/1|'=1/=HYPERLINK(\"x\",1)/0|");
	str_clear(&out);
	wire_record_csv_head(it, 0, &out);
	wire_record_csv_write(it, &code, 0, NULL, &out);
	assert_string_equal(out.data, "\r\n\r\n");
	str_release(&got);
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_answered),
		cmocka_unit_test(test_what_is_asked),
		cmocka_unit_test(test_what_is_wrong_with_it),
		cmocka_unit_test(test_a_file_is_read),
		cmocka_unit_test(test_a_file_there_and_back),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
