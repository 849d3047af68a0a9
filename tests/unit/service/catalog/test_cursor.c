/* Where a client stands in the catalogue, when the company has changed. */

#include "lib/cmocka_all.h"

#include "src/service/catalog/cursor.h"

/* A database that was put back is older than what a cursor says of it. */
static void
a_cursor_of_a_lost_future_begins_anew(void **state)
{
	struct cursor cursors[] = {
		{.scope = VIEWSET_ALL, .range = VIEWSET_ALL, .since = 9},
		{.scope = VIEWSET_ALL, .range = VIEWSET_ALL, .horizon = 9},
		{.scope = VIEWSET_ALL,
			.range = VIEWSET_ALL,
			.since = 3,
			.horizon = 9,
			.kind = 1,
			.seq = 7},
	};

	for (size_t i = 0; i < sizeof(cursors) / sizeof(cursors[0]); i++) {
		cursor_begin(&cursors[i], VIEWSET_ALL, 5);
		assert_int_equal(cursors[i].since, 0);
		assert_int_equal(cursors[i].horizon, 5);
		assert_int_equal(cursors[i].kind, 0);
		assert_int_equal(cursors[i].seq, 0);
	}
}

/* A run goes on to where it was to end, whatever changes meanwhile. */
static void
a_run_keeps_its_horizon(void **state)
{
	struct cursor cursor = {.scope = VIEWSET_ALL,
		.range = VIEWSET_ALL,
		.since = 3,
		.horizon = 5,
		.kind = 1,
		.seq = 4};

	cursor_begin(&cursor, VIEWSET_ALL, 8);
	assert_int_equal(cursor.horizon, 5);
	assert_int_equal(cursor.kind, 1);
	assert_int_equal(cursor.seq, 4);
	for (int kind = 2; kind <= ENTRY_KIND_COUNT; kind++)
		cursor_begin_kind(&cursor, kind);
	assert_int_equal(cursor.since, 5);
	assert_int_equal(cursor.horizon, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cursor_of_a_lost_future_begins_anew),
		cmocka_unit_test(a_run_keeps_its_horizon),
	};

	return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}
