#include "crypto/code.h"

#include <string.h>

#include "lib/cmocka_all.h"

static void
test_made_and_read(void **state)
{
	char text[CODE_TEXT_BYTES(8)];
	char bare[9], again[9];
	struct err err;

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(code_make(8, text, &err), 0);
		assert_int_equal(strlen(text), 9);
		assert_int_equal(text[4], '-');
		assert_null(strpbrk(text, "ILOU"));
		assert_true(code_read(text, 8, bare));
		assert_memory_equal(bare, text, 4);
		assert_memory_equal(bare + 4, text + 5, 4);
		assert_true(code_read(bare, 8, again));
		assert_string_equal(bare, again);
	}
}

static void
test_as_people_type_it(void **state)
{
	char bare[9];

	(void)state;
	assert_true(code_read(" k7qx 92m-f", 8, bare));
	assert_string_equal(bare, "K7QX92MF");
	assert_true(code_read("oOiI-lL01", 8, bare));
	assert_string_equal(bare, "00111101");
	assert_false(code_read("K7QX-92M", 8, bare));
	assert_false(code_read("K7QX-92MF-1", 8, bare));
	assert_false(code_read("K7QX-92MU", 8, bare));
	assert_false(code_read("K7QX\xc3\xa9", 8, bare));
	assert_false(code_read("", 8, bare));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_and_read),
		cmocka_unit_test(test_as_people_type_it),
	};

	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
