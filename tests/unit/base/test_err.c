/* Error texts: one clean line, outermost first. */
#include <errno.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "lib/cmocka_all.h"

static void
test_the_outermost_comes_first(void **state)
{
	struct err err;

	assert_int_equal(err_set(&err, ERR_FULL, "disk %d", 1), -1);
	assert_int_equal(err_wrap(&err, "cannot write journal"), -1);
	err_wrap(&err, "punch not %s", "recorded");
	assert_string_equal(
		err.text, "punch not recorded: cannot write journal: disk 1");
	assert_int_equal(err.kind, ERR_FULL);
	err_clear(&err);
	assert_string_equal(err.text, "");
	assert_int_equal(err.kind, ERR_NONE);
}

static void
test_the_words_of_the_system(void **state)
{
	struct err err;

	err_set_errno(&err, ERR_DISK, ENOENT, "cannot open %s", "x");
	assert_string_equal(
		err.text, "cannot open x: No such file or directory");
}

static void
test_foreign_text_stays_on_its_line(void **state)
{
	struct err err;

	err_set(&err, ERR_DATA, "bad name \"%s\"", "a\nb\x1b[2J\xff");
	assert_string_equal(err.text, "bad name \"a\\x0ab\\x1b[2J\\xff\"");
	err_wrap(&err, "again");
	assert_string_equal(
		err.text, "again: bad name \"a\\x0ab\\x1b[2J\\xff\"");
}

static void
test_its_own_text_may_be_quoted(void **state)
{
	struct err err;

	err_set(&err, ERR_DATA, "inside");
	err_set(&err, ERR_DISK, "outside (%s)", err.text);
	assert_string_equal(err.text, "outside (inside)");
}

static void
test_long_texts_are_cut_between_characters(void **state)
{
	struct err err;
	char long_text[2 * ERR_TEXT_BYTES];

	for (size_t i = 0; i < sizeof(long_text) - 2; i += 2)
		memcpy(long_text + i, "é", 2);
	long_text[sizeof(long_text) - 2] = '\0';
	for (int i = 0; i < 4; i++) {
		err_set(&err, ERR_DATA, "%.*s%s", i, "abc", long_text);
		assert_true(strlen(err.text) >= ERR_TEXT_BYTES - 5);
		/* half a character would stand there as \xc3 */
		assert_null(strstr(err.text + i, "\\xc3\\"));
		assert_true(text_is_utf8(err.text, strlen(err.text)));
		err_wrap(&err, "wrapped");
		assert_true(strlen(err.text) < ERR_TEXT_BYTES);
	}
}

static void
test_exit_codes(void **state)
{
	assert_int_equal(err_exit_code(ERR_NONE), 0);
	assert_int_equal(err_exit_code(ERR_USAGE), 64);
	assert_int_equal(err_exit_code(ERR_AMBIGUOUS), 65);
	assert_int_equal(err_exit_code(ERR_UNAVAILABLE), 69);
	assert_int_equal(err_exit_code(ERR_CONFIG), 78);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_outermost_comes_first),
		cmocka_unit_test(test_the_words_of_the_system),
		cmocka_unit_test(test_foreign_text_stays_on_its_line),
		cmocka_unit_test(test_its_own_text_may_be_quoted),
		cmocka_unit_test(test_long_texts_are_cut_between_characters),
		cmocka_unit_test(test_exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
