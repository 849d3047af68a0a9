/* Numbers: what is one, and how large it may be. */
#include "base/number.h"
#include "lib/cmocka_all.h"

static void
test_numbers(void **state)
{
	static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1x",
		"0x10", "1.5", "10", "-6", "99999999999999999999",
		"-99999999999999999999"};
	long long value = 42;
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(number_parse(bad[i], -5, 9, &value, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_int_equal(value, 42);
	}
	assert_int_equal(number_parse("-5", -5, 9, &value, &err), 0);
	assert_int_equal(value, -5);
	assert_int_equal(number_parse("007", -5, 9, &value, &err), 0);
	assert_int_equal(value, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
