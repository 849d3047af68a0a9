#include "lib/cmocka_all.h"

#include "base/jsonout.h"

static void
expect_text(const char *text, const char *json_text)
{
	struct str out;
	struct jsonout json;

	str_init(&out, 1024);
	jsonout_init(&json, &out);
	jsonout_text(&json, NULL, text);
	assert_string_equal(out.data, json_text);
	str_release(&out);
}

static void
test_nesting_and_commas(void **state)
{
	struct id id = {{0x01, 0x9a, [15] = 0xff}};
	struct id none = {{0}};
	struct str out;
	struct jsonout json;

	str_init(&out, 1024);
	jsonout_init(&json, &out);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "a");
	jsonout_int(&json, NULL, INT64_MIN);
	jsonout_int(&json, NULL, INT64_MAX);
	jsonout_object(&json, NULL);
	jsonout_object_end(&json);
	jsonout_array(&json, NULL);
	jsonout_array_end(&json);
	jsonout_array_end(&json);
	jsonout_bool(&json, "t", true);
	jsonout_bool(&json, "f", false);
	jsonout_null(&json, "n");
	jsonout_id(&json, "id", &id);
	jsonout_id(&json, "none", &none);
	jsonout_object(&json, "o");
	jsonout_text(&json, "k\"", "v");
	jsonout_object_end(&json);
	jsonout_object_end(&json);
	assert_string_equal(out.data,
		"{\"a\":[-9223372036854775808,9223372036854775807,{},[]],"
		"\"t\":true,\"f\":false,\"n\":null,"
		"\"id\":\"019a0000-0000-0000-0000-0000000000ff\","
		"\"none\":null,\"o\":{\"k\\\"\":\"v\"}}");
	str_release(&out);
}

static void
test_text_is_escaped(void **state)
{
	expect_text("", "\"\"");
	expect_text("Elm St", "\"Elm St\"");
	expect_text("\"\\/", "\"\\\"\\\\/\"");
	expect_text("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"");
	expect_text(
		"\x01\x1b[2J\x1f\x7f", "\"\\u0001\\u001b[2J\\u001f\\u007f\"");
	/* What JSON would let stand, and a terminal would act on. */
	expect_text("\xc2\x80\xc2\x85\xc2\x9b"
		    "2J",
		"\"\\u0080\\u0085\\u009b"
		"2J\"");
	expect_text("a\xe2\x80\xae"
		    "b\xe2\x80\xa8\xe2\x80\xa9\xe2\x81\xa6",
		"\"a\\u202eb\\u2028\\u2029\\u2066\"");
	expect_text(
		"\xef\xbb\xbf\xf3\xa0\x80\x81", "\"\\ufeff\\udb40\\udc01\"");
	expect_text("\xc5\x81\xc3\xb3\x64\xc5\xba \xf0\x9f\x98\x80",
		"\"\xc5\x81\xc3\xb3\x64\xc5\xba \xf0\x9f\x98\x80\"");
}

static void
test_invalid_utf8_is_replaced(void **state)
{
	expect_text("a\xff\x62", "\"a\xef\xbf\xbd\x62\"");
	expect_text("\xc3", "\"\xef\xbf\xbd\"");
	expect_text("\xc3(", "\"\xef\xbf\xbd(\"");
	expect_text("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
test_appends_behind_what_is_there(void **state)
{
	struct str out;
	struct jsonout json;

	str_init(&out, 64);
	str_addz(&out, "x ");
	jsonout_init(&json, &out);
	jsonout_array(&json, NULL);
	jsonout_array_end(&json);
	assert_string_equal(out.data, "x []");
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nesting_and_commas),
		cmocka_unit_test(test_text_is_escaped),
		cmocka_unit_test(test_invalid_utf8_is_replaced),
		cmocka_unit_test(test_appends_behind_what_is_there),
	};

	return cmocka_run_group_tests_name("jsonout", tests, NULL, NULL);
}
