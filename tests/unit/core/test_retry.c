/* Back-off, and what waits for too long. */
#include "core/retry.h"
#include "lib/cmocka_all.h"

#define HOUR_MS (INT64_C(3600) * 1000)

static void
test_backoff_doubles_up_to_a_minute(void **state)
{
	static const int64_t ceilings_ms[] = {
		1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};

	for (int i = 0; i < 8; i++) {
		uint64_t c = (uint64_t)ceilings_ms[i];

		/* full jitter: all of 0 .. ceiling */
		assert_int_equal(retry_delay_ms(i + 1, 0, 0), 0);
		assert_int_equal(retry_delay_ms(i + 1, c, 0), c);
		assert_int_equal(retry_delay_ms(i + 1, c + 1, 0), 0);
	}
	assert_int_equal(retry_delay_ms(0, 1000, 0), 1000);
	assert_int_equal(retry_delay_ms(2000000000, 60000, 0), 60000);
	assert_in_range(retry_delay_ms(3, UINT64_MAX, 0), 0, 4000);
}

static void
test_retry_after_is_waited_out(void **state)
{
	assert_int_equal(retry_delay_ms(1, 0, 120000), 120000);
	assert_int_equal(retry_delay_ms(1, 700, 120000), 120700);
	assert_int_equal(retry_delay_ms(1, 5, INT64_MAX), HOUR_MS + 5);
	assert_int_equal(retry_delay_ms(1, 5, -7), 5);
}

static void
test_a_day_is_overdue(void **state)
{
	assert_false(retry_is_overdue(-5));
	assert_false(retry_is_overdue(24 * HOUR_MS - 1));
	assert_true(retry_is_overdue(24 * HOUR_MS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backoff_doubles_up_to_a_minute),
		cmocka_unit_test(test_retry_after_is_waited_out),
		cmocka_unit_test(test_a_day_is_overdue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
