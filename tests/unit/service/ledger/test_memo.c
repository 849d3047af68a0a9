/* What the ledger's writer may believe without asking again. */
#include "lib/cmocka_all.h"

#include <stdint.h>
#include <string.h>

#include "db/version.h"
#include "src/service/ledger/memo.h"

static bool
finds(const struct memo *memo, int64_t key, int expected)
{
	int value = 0;

	if (!memo_find(memo, &key, sizeof(key), &value, sizeof(value)))
		return false;
	assert_int_equal(value, expected);
	return true;
}

static void
keep(struct memo *memo, int64_t key, int value)
{
	memo_keep(memo, &key, sizeof(key), &value, sizeof(value));
}

static void
what_is_kept_is_found(void **state)
{
	struct memo *memo = memo_new();
	const unsigned char longest[MEMO_KEY_BYTES] = {9};
	unsigned char value[MEMO_VALUE_BYTES] = {7}, found[MEMO_VALUE_BYTES];

	(void)state;
	memo_begin(memo, 4);
	assert_false(finds(memo, 1, 0));
	keep(memo, 1, 10);
	keep(memo, 2, 20);
	memo_keep(memo, longest, sizeof(longest), value, sizeof(value));
	assert_true(finds(memo, 1, 10));
	assert_true(finds(memo, 2, 20));
	assert_true(memo_find(
		memo, longest, sizeof(longest), found, sizeof(found)));
	assert_memory_equal(found, value, sizeof(value));
	/* The beginning of a key is another key. */
	assert_false(memo_find(memo, longest, 8, found, sizeof(found)));
	keep(memo, 1, 11);
	assert_true(finds(memo, 1, 11));
	memo_free(&memo);
	memo_free(&memo);
}

static void
of_another_version_all_is_forgotten(void **state)
{
	struct memo *memo = memo_new();

	(void)state;
	memo_begin(memo, 4);
	keep(memo, 1, 10);
	memo_begin(memo, 5);
	assert_false(finds(memo, 1, 10));
	keep(memo, 1, 11);
	memo_begin(memo, 5);
	assert_true(finds(memo, 1, 11));
	memo_free(&memo);
}

static void
nothing_is_known_where_there_is_no_telling(void **state)
{
	struct memo *memo = memo_new();

	(void)state;
	assert_false(finds(memo, 0, 0));
	keep(memo, 0, 1);
	memo_begin(memo, DB_VERSION_UNKNOWN);
	assert_false(finds(memo, 0, 1));
	keep(memo, 0, 1);
	assert_false(finds(memo, 0, 1));
	memo_free(&memo);
}

/* However much is kept: what is found is what was kept last under that key. */
static void
newcomers_take_places(void **state)
{
	struct memo *memo = memo_new();
	int found = 0;

	(void)state;
	memo_begin(memo, 1);
	for (int i = 0; i < 10000; i++)
		keep(memo, i, i);
	for (int i = 0; i < 10000; i++)
		found += finds(memo, i, i);
	assert_in_range(found, 500, 9999);
	memo_free(&memo);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_is_found),
		cmocka_unit_test(of_another_version_all_is_forgotten),
		cmocka_unit_test(nothing_is_known_where_there_is_no_telling),
		cmocka_unit_test(newcomers_take_places),
	};

	return cmocka_run_group_tests_name("memo", tests, NULL, NULL);
}
