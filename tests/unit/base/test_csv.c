/* Tables as text: what is written is read, formulas are none. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "lib/cmocka_all.h"

/* Lines as "1:[a][b]|" into `got`; -1 and the error's words. */
static int
read_all(const char *text, size_t len, struct str *got, struct err *err)
{
	struct csv csv;
	bool found = true;
	int rc = 0;

	str_clear(got);
	csv_init(&csv, text, len);
	while (found && rc == 0) {
		rc = csv_next(&csv, &found, err);
		if (rc < 0 || !found)
			break;
		str_addf(got, "%zu:", csv.line);
		for (size_t i = 0; i < csv.count; i++)
			str_addf(got, "[%s]", csv.values[i]);
		str_addc(got, '|');
	}
	csv_release(&csv);
	return rc;
}

static void
test_what_is_read(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"", ""},
		{"a,b\r\nc,d\r\n", "1:[a][b]|2:[c][d]|"},
		{"a,b\nc,d", "1:[a][b]|2:[c][d]|"},
		{"\xef\xbb\xbf"
		 "a\n",
			"1:[a]|"},
		{"a,,\n", "1:[a][][]|"},
		{",\n", "1:[][]|"},
		{"\n\r\na\n\nb\n", "3:[a]|5:[b]|"},
		{"\"a,b\",\"c\"\"d\",\"\"\n", "1:[a,b][c\"d][]|"},
		{"\"a\nb\r\nc\",d\ne\n", "1:[a\nb\r\nc][d]|4:[e]|"},
		{" a , b \n", "1:[ a ][ b ]|"},
		{"a\rb\n", "1:[a\rb]|"},
		{"Elm's\n", "1:[Elm's]|"},
		/* what a spreadsheet would run */
		{"'=1+1,'+1,'-1,'@a,\"'\t1\"\n", "1:[=1+1][+1][-1][@a][\t1]|"},
		{"''=1\n", "1:['=1]|"},
		{"'a,'',x\n", "1:['a][''][x]|"},
		{"=1\n", "1:[=1]|"},
	};
	struct str got;
	struct err err = {0};

	str_init(&got, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (read_all(cases[i].text, strlen(cases[i].text), &got, &err) <
			0)
			fail_msg("%s", err.text);
		assert_string_equal(got.data, cases[i].want);
	}
	str_release(&got);
}

static void
refused(const char *text, size_t len, const char *want)
{
	struct str got;
	struct err err = {0};

	str_init(&got, 100000);
	assert_int_equal(read_all(text, len, &got, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_string_equal(err.text, want);
	str_release(&got);
}

static void
test_what_is_refused(void **state)
{
	char *large = malloc(CSV_VALUE_BYTES + 1);
	struct str many;

	refused("a\n\"b", 4, "line 2: a quote is not closed");
	refused("\"b\"c", 4, "line 1: something stands behind a closing quote");
	refused("a\nb\"c\"", 6,
		"line 2: a quote stands in a value that is not quoted");
	refused("a\0b", 3, "line 1: holds a NUL byte");
	refused("\"a\nb\"\n\"c", 8, "line 3: a quote is not closed");
	memset(large, 'x', CSV_VALUE_BYTES + 1);
	refused(large, CSV_VALUE_BYTES + 1, "line 1: is too long");
	str_init(&many, 1000);
	for (int i = 0; i < CSV_VALUES_MAX; i++)
		str_addc(&many, ',');
	refused(many.data, many.len, "line 1: has too many values");
	str_release(&many);
	free(large);
}

static void
test_what_is_written(void **state)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
		{"Concrete", "Concrete"}, {"", ""}, {"a,b", "\"a,b\""},
		{"5\" pipe", "\"5\"\" pipe\""}, {"a\nb", "\"a\nb\""},
		{"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
		{"+1", "'+1"}, {"-", "'-"}, {"@a", "'@a"}, {"\t1", "'\t1"},
		{"\r1", "\"'\r1\""}, {"'=1", "''=1"}, {"'a", "'a"},
		{"1=2", "1=2"},
		{"\xef\xbb\xbfx", "\"\xef\xbb\xbfx\""}, /* no mark */
	};
	struct str out;

	str_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_clear(&out);
		csv_add(&out, true, cases[i].value);
		assert_string_equal(out.data, cases[i].want);
	}
	str_clear(&out);
	csv_add(&out, true, "a");
	csv_add(&out, false, "");
	csv_add(&out, false, "b");
	csv_end(&out);
	assert_string_equal(out.data, "a,,b\r\n");
	str_release(&out);
}

/* Random values come back as they were, whatever is in them. */
static void
test_there_and_back(void **state)
{
	static const char alphabet[] = "ab,\"'=+-@\t\r\n \xc3\xa9";
	uint32_t seed = 4711;
	struct str text, want, got;
	struct err err = {0};

	str_init(&text, 1000000);
	str_init(&want, 1000000);
	str_init(&got, 1000000);
	for (int line = 0; line < 5000; line++) {
		str_clear(&text);
		str_clear(&want);
		str_addz(&want, "1:");
		for (int i = 0; i < 3; i++) {
			char value[8];
			size_t len = (seed >> 16) % 7;

			for (size_t c = 0; c < len; c++) {
				seed = seed * 1664525 + 1013904223;
				value[c] = alphabet[(seed >> 16) %
						    (sizeof(alphabet) - 1)];
			}
			value[len] = '\0';
			csv_add(&text, i == 0, value);
			str_addf(&want, "[%s]", value);
			seed = seed * 1664525 + 1013904223;
		}
		csv_end(&text);
		str_addc(&want, '|');
		if (read_all(text.data, text.len, &got, &err) < 0)
			fail_msg("%s: %s", err.text, text.data);
		assert_string_equal(got.data, want.data);
	}
	str_release(&text);
	str_release(&want);
	str_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_read),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_what_is_written),
		cmocka_unit_test(test_there_and_back),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
