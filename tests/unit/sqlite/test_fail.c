/* What a person reads of SQLite's failures. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "sqlite/fail.h"

/* sqlite3_open_v2 leaves nothing behind then. */
static void
test_a_connection_without_memory_is_told(void **state)
{
	sqlite3 *db = NULL;
	struct err err = {0};

	(void)state;
	assert_int_equal(fail_set(db, FAIL_OPENING, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_string_equal(err.text,
		"the database did not work, so nothing can be recorded: out of "
		"memory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_connection_without_memory_is_told),
	};

	return cmocka_run_group_tests_name("fail", tests, NULL, NULL);
}
