#include "command/progress.h"

#include "lib/cmocka_all.h"

static void
expect(int64_t done, int64_t total, int64_t elapsed_ms, const char *words)
{
	const struct progress progress = {done, total, elapsed_ms};
	struct str said;

	str_init(&said, 256);
	progress_words(&said, &progress);
	assert_string_equal(said.data, words);
	str_release(&said);
}

static void
test_how_far(void **state)
{
	(void)state;
	expect(0, 200, 0, "0 %");
	expect(1, 200, 999, "0 %");
	expect(199, 200, 0, "99 %");
	expect(200, 200, 5000, "100 %");
	expect(INT64_MAX / 2, INT64_MAX, 0, "50 %");
}

static void
test_what_is_left(void **state)
{
	(void)state;
	expect(100, 200, 1000, "50 %, about 1 s left");
	expect(100, 200, 90000, "50 %, about 90 s left");
	expect(100, 200, 90001, "50 %, about 2 min left");
	expect(1, 101, 60000, "0 %, about 2 h left");
	/* Nothing to go by. */
	expect(0, 200, 60000, "0 %");
}

static void
test_a_total_that_is_not_known_or_was_less(void **state)
{
	(void)state;
	expect(1234, 0, 60000, "1234");
	expect(201, 200, 60000, "100 %");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_far),
		cmocka_unit_test(test_what_is_left),
		cmocka_unit_test(test_a_total_that_is_not_known_or_was_less),
	};

	return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
