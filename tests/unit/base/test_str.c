/* Strings: growth, the maximum, and what is left out. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lib/cmocka_all.h"

static void
test_building(void **state)
{
	struct str str;

	str_init(&str, 100000);
	assert_string_equal(str.data, "");
	str_addz(&str, "GO");
	str_addc(&str, ' ');
	str_addf(&str, "%02d:%02d", 7, 58);
	str_add(&str, "\0x", 2);
	assert_int_equal(str.len, 10);
	assert_memory_equal(str.data, "GO 07:58\0x", 11);
	for (int i = 0; i < 1000; i++)
		str_addf(&str, "%d", i);
	assert_int_equal(str.len, 10 + 2890);
	assert_false(str_is_cut(&str));
	str_clear(&str);
	assert_string_equal(str.data, "");
	str_release(&str);
}

static void
test_the_maximum_cuts(void **state)
{
	struct str str;

	str_init(&str, 5);
	str_addz(&str, "12345");
	assert_false(str_is_cut(&str));
	str_addz(&str, "");
	assert_false(str_is_cut(&str));
	str_clear(&str);
	str_addz(&str, "123");
	str_addf(&str, "%s", "456");
	assert_true(str_is_cut(&str));
	/* all or nothing, and nothing behind the gap */
	str_addz(&str, "7");
	assert_string_equal(str.data, "123");
	str_clear(&str);
	assert_false(str_is_cut(&str));
	str_addz(&str, "7");
	assert_string_equal(str.data, "7");
	str_release(&str);
}

static void
test_taking(void **state)
{
	struct str str;
	char *text;

	str_init(&str, 10);
	str_addz(&str, "mine");
	text = str_take(&str);
	assert_string_equal(text, "mine");
	assert_string_equal(str.data, "");
	str_addz(&str, "0123456789a");
	assert_true(str_is_cut(&str));
	free(text);
	str_release(&str);
}

static void
test_fixed_buffer(void **state)
{
	char buf[4] = "abc";

	assert_true(str_copy(buf, sizeof(buf), "xyz"));
	assert_string_equal(buf, "xyz");
	assert_false(str_copy(buf, sizeof(buf), "wxyz"));
	assert_string_equal(buf, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_building),
		cmocka_unit_test(test_the_maximum_cuts),
		cmocka_unit_test(test_taking),
		cmocka_unit_test(test_fixed_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
