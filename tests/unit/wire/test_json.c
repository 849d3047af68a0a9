#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "wire/json.h"

static const struct json_limits limits = {
	.bytes = 4 * 1024 * 1024, .members = 400000};

static int
scan(const char *text, size_t len, struct err *err)
{
	/* In a block of its own size: a byte too far is found. */
	char *exact = malloc(len ? len : 1);
	int got;

	assert_non_null(exact);
	memcpy(exact, text, len);
	got = json_scan(exact, len, &limits, err);
	free(exact);
	return got;
}

static void
expect_good(const char *text)
{
	struct err err = {0};

	if (scan(text, strlen(text), &err) < 0)
		fail_msg("%s: %s", text, err.text);
}

static void
expect_bad(const char *text, const char *complaint)
{
	struct err err = {0};

	if (scan(text, strlen(text), &err) == 0)
		fail_msg("taken as valid: %s", text);
	assert_int_equal(err.kind, ERR_DATA);
	if (strstr(err.text, complaint) == NULL)
		fail_msg("%s: %s", text, err.text);
}

static void
test_values(void **state)
{
	expect_good("null");
	expect_good(" \t\r\n true \n");
	expect_good("false");
	expect_good("\"\"");
	expect_good("[]");
	expect_good("{}");
	expect_good("[ ]");
	expect_good("{ }");
	expect_good("[1,[2,{\"a\":[]}],{},\"x\"]");
	expect_good(" { \"a\" : 1 , \"b\" : [ ] } ");
	expect_bad("", "byte 0: a value is missing");
	expect_bad(" ", "a value is missing");
	expect_bad("nul", "a value is missing");
	expect_bad("nulll", "something behind");
	expect_bad("True", "a value is missing");
	expect_bad("\xef\xbb\xbf{}", "a value is missing");
	expect_bad("{} {}", "something behind");
	expect_bad("1 2", "something behind");
	expect_bad("'a'", "a value is missing");
	expect_bad("// note\n1", "a value is missing");
}

static void
test_structure(void **state)
{
	expect_bad("[", "a value is missing");
	expect_bad("]", "a value is missing");
	expect_bad("[1", "a comma or a bracket");
	expect_bad("[1,]", "a value is missing");
	expect_bad("[,1]", "a value is missing");
	expect_bad("[1 2]", "a comma or a bracket");
	expect_bad("[1}", "a comma or a bracket");
	expect_bad("{\"a\":1]", "a comma or a bracket");
	expect_bad("{", "a name in quotes");
	expect_bad("{\"a\"}", "a colon");
	expect_bad("{\"a\":}", "a value is missing");
	expect_bad("{\"a\":1,}", "a name in quotes");
	expect_bad("{a:1}", "a name in quotes");
	expect_bad("{1:1}", "a name in quotes");
	expect_bad("{,}", "a name in quotes");
	expect_bad("[1]]", "something behind");
}

static void
test_numbers(void **state)
{
	expect_good("0");
	expect_good("-0");
	expect_good("10.25e-3");
	expect_good("1E+2");
	expect_good("9.9e307");
	expect_good("1.7976931348623157e308");
	expect_good("-0.00017976931348623157e+312");
	expect_good("179769313486231.57e294");
	expect_good("0e99999");
	expect_good("0.000e999999999999999999999");
	expect_good("1e-400");
	expect_good("0.0001e312");
	expect_bad("01", "leading zero");
	expect_bad("-01", "leading zero");
	expect_bad("-", "a value is missing");
	expect_bad("+1", "a value is missing");
	expect_bad(".5", "a value is missing");
	expect_bad("1.", "decimal point");
	expect_bad("1.e3", "decimal point");
	expect_bad("1e", "exponent");
	expect_bad("1e+", "exponent");
	expect_bad("1e400", "out of range");
	expect_bad("1.7976931348623159e308", "out of range");
	expect_bad("-179769313486231.59e294", "out of range");
	expect_bad("-1e400", "out of range");
	expect_bad("0.0001e313", "out of range");
	expect_bad("1e99999999999999999999", "out of range");
	expect_bad("NaN", "a value is missing");
	expect_bad("-Infinity", "a value is missing");
	expect_bad("0x10", "something behind");
	expect_good("11111111111111111111111111111111111111111111111111"
		    "111111111111");
	expect_bad("11111111111111111111111111111111111111111111111111"
		   "1111111111111",
		"too many digits");
}

static void
test_strings(void **state)
{
	expect_good("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uABcd\"");
	expect_good("\"\\ud83d\\ude00\"");
	expect_good("\"\\ud800\\udc00\\udbff\\udfff\\uffFF\"");
	expect_good("\"\xc5\x81\xf0\x9f\x98\x80\x7f\"");
	expect_bad("\"", "without an end");
	expect_bad("\"\\\"", "without an end");
	expect_bad("\"\\", "unknown escape");
	expect_bad("\"\\x41\"", "unknown escape");
	expect_bad("\"\\u12\"", "four hexadecimal");
	expect_bad("\"\\u", "four hexadecimal");
	expect_bad("\"\\u00g0\"", "four hexadecimal");
	expect_bad("\"\t\"", "control character");
	expect_bad("\"a\nb\"", "control character");
	expect_bad("\"\\u0000\"", "NUL");
	expect_bad("\"\\ud800\"", "surrogate");
	expect_bad("\"\\ud800x\"", "surrogate");
	expect_bad("\"\\ud800\\n\"", "surrogate");
	expect_bad("\"\\ud800\\u0041\"", "surrogate");
	expect_bad("\"\\ud800\\ud800\"", "surrogate");
	expect_bad("\"\\ude00\"", "surrogate");
	expect_bad("\"\\udfff\"", "surrogate");
	expect_bad("\"\\ud800\\ue000\"", "surrogate");
	expect_bad("\"\x80\"", "UTF-8");
	expect_bad("\"\xff\"", "UTF-8");
	expect_bad("\"\xc3\"", "UTF-8");
	expect_bad("\"\xed\xa0\x80\"", "UTF-8");
	expect_bad("\"\xc0\x80\"", "UTF-8");
	expect_bad("{\"\xff\":1}", "UTF-8");
}

static void
test_a_raw_nul_is_refused(void **state)
{
	struct err err;

	assert_int_equal(scan("\"a\0b\"", 5, &err), -1);
	assert_int_equal(scan("1\0", 2, &err), -1);
	assert_int_equal(scan("[\0]", 3, &err), -1);
	assert_int_equal(scan("\0", 1, &err), -1);
}

static void
test_duplicate_names(void **state)
{
	expect_good("{\"a\":1,\"A\":2}");
	expect_good("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}");
	expect_good("[{\"a\":1},{\"a\":1}]");
	expect_bad("{\"a\":1,\"a\":2}", "two members of one name");
	expect_bad("{\"a\":1,\"\\u0061\":2}", "two members of one name");
	expect_bad("{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}",
		"two members of one name");
	expect_bad(
		"{\"a\":{\"b\":1},\"c\":2,\"a\":2}", "two members of one name");
	expect_bad("[{\"x\":{\"b\":1,\"b\":2}}]", "two members of one name");
	expect_bad("{\"\":1,\"\":2}", "two members of one name");
}

/* {"m0":0,"m1":0, … } and one name again at the end, if asked. */
static void
make_wide(struct str *out, int members, int again)
{
	str_init(out, limits.bytes);
	str_addc(out, '{');
	for (int i = 0; i < members; i++)
		str_addf(out, "\"m%d\":0,", i);
	str_addf(out, "\"m%d\":0}", again);
}

static void
test_duplicates_in_wide_objects(void **state)
{
	const int sizes[] = {2, 23, 24, 25, 26, 1000, 100000};
	struct str text;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		make_wide(&text, sizes[i], sizes[i]);
		expect_good(text.data);
		str_release(&text);
		make_wide(&text, sizes[i], sizes[i] / 2);
		expect_bad(text.data, "two members of one name");
		str_release(&text);
	}
}

static void
make_deep(struct str *out, int depth)
{
	str_init(out, limits.bytes);
	for (int i = 0; i < depth; i++)
		str_addz(out, i % 2 ? "{\"a\":" : "[");
	str_addz(out, "1");
	for (int i = depth; i > 0; i--)
		str_addc(out, (i - 1) % 2 ? '}' : ']');
}

static void
test_depth_is_bounded(void **state)
{
	struct str text;

	make_deep(&text, JSON_MAX_DEPTH);
	expect_good(text.data);
	str_release(&text);
	make_deep(&text, JSON_MAX_DEPTH + 1);
	expect_bad(text.data, "nested too deeply");
	str_release(&text);
	make_deep(&text, 1000000 / 4);
	expect_bad(text.data, "nested too deeply");
	str_release(&text);
}

static void
test_limits(void **state)
{
	const struct json_limits tight = {.bytes = 8, .members = 4};
	struct err err;

	assert_int_equal(json_scan("[1,2,3]", 7, &tight, &err), 0);
	assert_int_equal(json_scan("[1,2,3] ", 8, &tight, &err), 0);
	assert_int_equal(json_scan("[1,2,3]  ", 9, &tight, &err), -1);
	assert_non_null(strstr(err.text, "longer than 8"));
	assert_int_equal(json_scan("[[],1,2]", 8, &tight, &err), 0);
	assert_int_equal(json_scan("[[],[1]]", 8, &tight, &err), 0);
	assert_int_equal(json_scan("[1,[[]]]", 8, &tight, &err), 0);
	assert_int_equal(json_scan("[1,1,[1]", 8, &tight, &err), -1);
	assert_non_null(strstr(err.text, "too many values"));
}

/* Whatever is cut off a message, what is left is no message. */
static void
test_every_truncation_is_refused(void **state)
{
	static const char whole[] = "{\"a\":[1.5e3,\"\\ud83d\\ude00\xc5\x81\","
				    "true,false,null,{}],\"b\":-0}";
	struct err err;

	expect_good(whole);
	for (size_t len = 0; len < sizeof(whole) - 1; len++) {
		if (scan(whole, len, &err) == 0)
			fail_msg("taken as valid: %.*s", (int)len, whole);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_a_raw_nul_is_refused),
		cmocka_unit_test(test_duplicate_names),
		cmocka_unit_test(test_duplicates_in_wide_objects),
		cmocka_unit_test(test_depth_is_bounded),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_every_truncation_is_refused),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
