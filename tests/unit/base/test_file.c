/* Files: whole loads, atomic saves, private directories, XDG places. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"

struct fixture {
	char *dir;
	struct str path;
	struct str text;
	struct err err;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->dir = temp_dir_new();
	str_init(&f->path, 4096);
	str_init(&f->text, 100000);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	temp_dir_free(&f->dir);
	str_release(&f->path);
	str_release(&f->text);
	free(f);
	return 0;
}

static void
test_save_and_load(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	struct dirent **names;

	file_join(&f->path, f->dir, "state");
	assert_int_equal(
		file_save(f->path.data, "one\0two", 7, 0600, &f->err), 0);
	assert_int_equal(file_load(f->path.data, 7, &f->text, &f->err), 0);
	assert_int_equal(f->text.len, 7);
	assert_memory_equal(f->text.data, "one\0two", 8);
	assert_int_equal(stat(f->path.data, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	/* replaced whole, mode and all, and nothing is left beside it */
	assert_int_equal(file_save(f->path.data, "x", 1, 0644, &f->err), 0);
	assert_int_equal(stat(f->path.data, &st), 0);
	assert_int_equal(st.st_size, 1);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(scandir(f->dir, &names, NULL, NULL), 3);
	for (int i = 0; i < 3; i++)
		free(names[i]);
	free(names);
}

static void
test_what_cannot_be_loaded(void **state)
{
	struct fixture *f = *state;

	file_join(&f->path, f->dir, "none");
	assert_int_equal(file_load(f->path.data, 10, &f->text, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_NOT_FOUND);
	assert_non_null(strstr(f->err.text, f->path.data));
	assert_int_equal(file_save(f->path.data, "12345", 5, 0600, &f->err), 0);
	assert_int_equal(file_load(f->path.data, 4, &f->text, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_DATA);
	assert_int_equal(file_load(f->dir, 10, &f->text, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_DISK);
}

static void
test_a_failed_save_leaves_the_old_file(void **state)
{
	struct fixture *f = *state;
	struct dirent **names;

	/* a directory stands where the file should go: rename fails */
	file_join(&f->path, f->dir, "a/b");
	assert_int_equal(file_make_dir(f->path.data, &f->err), 0);
	file_join(&f->path, f->dir, "a");
	assert_int_equal(file_save(f->path.data, "x", 1, 0600, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_DISK);
	assert_int_equal(scandir(f->dir, &names, NULL, NULL), 3);
	for (int i = 0; i < 3; i++)
		free(names[i]);
	free(names);
	file_join(&f->path, f->dir, "none/file");
	assert_int_equal(file_save(f->path.data, "x", 1, 0600, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_DISK);
}

static void
test_directories_are_private(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	mode_t mask = umask(0);

	file_join(&f->path, f->dir, "a//b/c/");
	assert_int_equal(file_make_dir(f->path.data, &f->err), 0);
	assert_int_equal(file_make_dir(f->path.data, &f->err), 0);
	umask(mask);
	file_join(&f->path, f->dir, "a");
	assert_int_equal(stat(f->path.data, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	file_join(&f->path, f->dir, "a/b/c");
	assert_int_equal(stat(f->path.data, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);

	file_join(&f->path, f->dir, "file");
	assert_int_equal(file_save(f->path.data, "x", 1, 0600, &f->err), 0);
	assert_int_equal(file_make_dir(f->path.data, &f->err), -1);
	assert_non_null(strstr(f->err.text, "Not a directory"));
	file_join(&f->path, f->dir, "file/below");
	assert_int_equal(file_make_dir(f->path.data, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_DISK);
	assert_int_equal(file_make_dir("", &f->err), -1);
}

static void
test_joining(void **state)
{
	struct fixture *f = *state;

	file_join(&f->path, "/a", "b");
	assert_string_equal(f->path.data, "/a/b");
	file_join(&f->path, "/a/", "b");
	assert_string_equal(f->path.data, "/a/b");
	file_join(&f->path, "", "b");
	assert_string_equal(f->path.data, "b");
}

static void
test_places(void **state)
{
	struct fixture *f = *state;

	setenv("HOME", "/people/ada", 1);
	setenv("XDG_CONFIG_HOME", "/etc/ada", 1);
	unsetenv("XDG_STATE_HOME");
	setenv("XDG_CACHE_HOME", "relative/is/ignored", 1);
	assert_int_equal(
		file_place(FILE_CONFIG, "clock", &f->path, &f->err), 0);
	assert_string_equal(f->path.data, "/etc/ada/clock");
	assert_int_equal(file_place(FILE_STATE, "clock", &f->path, &f->err), 0);
	assert_string_equal(f->path.data, "/people/ada/.local/state/clock");
	assert_int_equal(file_place(FILE_CACHE, "clock", &f->path, &f->err), 0);
	assert_string_equal(f->path.data, "/people/ada/.cache/clock");
	setenv("HOME", "relative", 1);
	assert_int_equal(
		file_place(FILE_STATE, "clock", &f->path, &f->err), -1);
	assert_int_equal(f->err.kind, ERR_CONFIG);
	unsetenv("HOME");
	assert_int_equal(
		file_place(FILE_STATE, "clock", &f->path, &f->err), -1);
}

/* As where a file should be, and from a shell's <(command). */
static void
test_a_pipe_is_not_waited_for_for_ever(void **state)
{
	struct fixture *f = *state;
	int ends[2];

	file_join(&f->path, f->dir, "fifo");
	assert_int_equal(mkfifo(f->path.data, 0600), 0);
	assert_int_equal(file_load(f->path.data, 100, &f->text, &f->err), 0);
	assert_int_equal(f->text.len, 0);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "said", 4), 4);
	str_clear(&f->path);
	str_addf(&f->path, "/dev/fd/%d", ends[0]);
	close(ends[1]);
	assert_int_equal(file_load(f->path.data, 100, &f->text, &f->err), 0);
	assert_string_equal(f->text.data, "said");
	close(ends[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_save_and_load, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_cannot_be_loaded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_failed_save_leaves_the_old_file, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_directories_are_private, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_pipe_is_not_waited_for_for_ever, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_joining, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
