#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mode.h"
#include "lib/temp_dir.h"

static void
test_what_others_may_do_is_refused(void **state)
{
	static const struct {
		mode_t mode;
		mode_t bits;
		const char *words; /* NULL: fine */
	} cases[] = {
		{0600, MODE_SECRET, NULL},
		{0400, MODE_SECRET, NULL},
		{0640, MODE_SECRET, NULL},
		{0644, MODE_SECRET, "others may read it; say chmod 0640"},
		{0660, MODE_SECRET, "others may change it; say chmod 0640"},
		{0640, MODE_OWN, NULL},
		{0666, MODE_OWN, "others may change it; say chmod 0640"},
	};
	char *dir = temp_dir_new();
	char *path = temp_dir_write(dir, "file", "x");
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(chmod(path, cases[i].mode), 0);
		assert_int_equal(mode_refuse(path, cases[i].bits, &err),
			cases[i].words != NULL ? -1 : 0);
		if (cases[i].words == NULL)
			continue;
		assert_int_equal(err.kind, ERR_CONFIG);
		assert_non_null(strstr(err.text, cases[i].words));
		assert_non_null(strstr(err.text, path));
	}
	free(path);
	temp_dir_free(&dir);
}

static void
test_a_directory_of_everybody_s_may_be_sticky(void **state)
{
	char *dir = temp_dir_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(chmod(dir, 0777), 0);
	assert_int_equal(mode_refuse(dir, MODE_DIR, &err), -1);
	assert_int_equal(chmod(dir, 01777), 0);
	assert_int_equal(mode_refuse(dir, MODE_DIR, &err), 0);
	assert_int_equal(chmod(dir, 0700), 0);
	temp_dir_free(&dir);
	assert_int_equal(mode_refuse("/proc/none", MODE_OWN, &err), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_others_may_do_is_refused),
		cmocka_unit_test(test_a_directory_of_everybody_s_may_be_sticky),
	};

	return cmocka_run_group_tests_name("mode", tests, NULL, NULL);
}
