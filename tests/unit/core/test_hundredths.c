/* Hours in hundredths that add up. */
#include "core/hundredths.h"

#include "lib/cmocka_all.h"

static void
check(const int *minutes, size_t n, const int64_t *wanted)
{
	int64_t got[8];

	hundredths_share(minutes, n, got);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(got[i], wanted[i]);
}

static void
test_half_goes_up(void **state)
{
	assert_int_equal(hundredths_of(0), 0);
	assert_int_equal(hundredths_of(1), 2); /* 1.67 */
	assert_int_equal(hundredths_of(2), 3); /* 3.33 */
	assert_int_equal(hundredths_of(3), 5); /* 5.00 */
	assert_int_equal(hundredths_of(20), 33);
	assert_int_equal(hundredths_of(3000), 5000);
}

/* 20 + 20 + 20 minutes are an hour. */
static void
test_parts_are_their_sum(void **state)
{
	check((int[]){20, 20, 20}, 3, (int64_t[]){34, 33, 33});
	check((int[]){7, 7, 6}, 3, (int64_t[]){12, 11, 10});
	check((int[]){1, 2}, 2, (int64_t[]){2, 3});
	check((int[]){2, 1, 0}, 3, (int64_t[]){3, 2, 0});
	check((int[]){480, 0, 120}, 3, (int64_t[]){800, 0, 200});
	check(NULL, 0, NULL);
}

/* None is off by a whole hundredth, whatever there is. */
static void
test_none_is_far_off(void **state)
{
	for (int a = 0; a < 60; a++)
		for (int b = 0; b < 60; b++) {
			const int minutes[] = {a, b, 59 - a};
			int64_t got[3];

			hundredths_share(minutes, 3, got);
			assert_int_equal(got[0] + got[1] + got[2],
				hundredths_of(59 + b));
			for (int i = 0; i < 3; i++)
				assert_true(got[i] * 3 - minutes[i] * 5 < 3 &&
					    got[i] * 3 - minutes[i] * 5 > -3);
		}
}

static void
test_as_text(void **state)
{
	struct str out;

	str_init(&out, 100);
	hundredths_add(&out, 5000);
	str_addc(&out, ' ');
	hundredths_add(&out, 7);
	str_addc(&out, ' ');
	hundredths_add(&out, -7);
	str_addc(&out, ' ');
	hundredths_add(&out, -1250);
	assert_string_equal(out.data, "50.00 0.07 -0.07 -12.50");
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_half_goes_up),
		cmocka_unit_test(test_parts_are_their_sum),
		cmocka_unit_test(test_none_is_far_off),
		cmocka_unit_test(test_as_text),
	};

	return cmocka_run_group_tests_name("hundredths", tests, NULL, NULL);
}
