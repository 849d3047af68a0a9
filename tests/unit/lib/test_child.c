#include "lib/child.h"
#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_run_feeds_and_collects(void **state)
{
	const char *argv[] = {"sh", "-c", "cat; echo $WORD >&2; exit 7", NULL};
	struct child_output o = {0};

	child_run(argv, (const char *[]){"WORD=hello", NULL}, "fed", &o);
	assert_int_equal(o.status, 7);
	assert_string_equal(o.out, "fed");
	assert_string_equal(o.err, "hello\n");
	child_output_release(&o);
}

static void
test_run_takes_more_than_a_pipe_holds(void **state)
{
	const size_t len = 300000;
	char *input = malloc(len + 1);
	struct child_output o = {0};

	assert_non_null(input);
	memset(input, 'x', len);
	input[len] = '\0';
	child_run((const char *[]){"cat", NULL}, NULL, input, &o);
	assert_int_equal(strlen(o.out), len);
	child_output_release(&o);
	free(input);
}

static void
test_run_says_what_is_not_there(void **state)
{
	struct child_output o = {0};

	child_run((const char *[]){"/proc/none", NULL}, NULL, NULL, &o);
	assert_int_equal(o.status, 127);
	assert_non_null(strstr(o.err, "/proc/none"));
	child_output_release(&o);
}

static void
test_stop_ends_a_server(void **state)
{
	const char *argv[] = {"sh", "-c", "echo ready; read -r x", NULL};
	struct child child = {0};
	char line[16];

	child_start(&child, argv, NULL);
	assert_int_equal(child_read_line(&child, line, sizeof(line)), 5);
	assert_string_equal(line, "ready");
	assert_int_equal(child_stop(&child, SIGTERM), 128 + SIGTERM);
}

static void
test_temp_dir_goes_with_all_it_holds(void **state)
{
	char *dir = temp_dir_new();
	char *sub = temp_dir_path(dir, "sub");
	char *gone = strdup(dir);

	assert_int_equal(mkdir(sub, 0700), 0);
	free(temp_dir_write(sub, "file", "text"));
	assert_int_equal(chmod(sub, 0), 0);
	temp_dir_free(&dir);
	assert_null(dir);
	assert_int_equal(access(gone, F_OK), -1);
	free(sub);
	free(gone);
}

static bool
third_time(void *context)
{
	int *calls = context;

	return ++*calls >= 3;
}

static bool
never(void *context)
{
	return context == NULL && false;
}

static void
test_wait_until_sees_or_gives_up(void **state)
{
	int calls = 0;

	assert_true(wait_until(third_time, &calls, WAIT_LONG_MS));
	assert_int_equal(calls, 3);
	assert_false(wait_until(never, NULL, 10));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run_feeds_and_collects),
		cmocka_unit_test(test_run_takes_more_than_a_pipe_holds),
		cmocka_unit_test(test_run_says_what_is_not_there),
		cmocka_unit_test(test_stop_ends_a_server),
		cmocka_unit_test(test_temp_dir_goes_with_all_it_holds),
		cmocka_unit_test(test_wait_until_sees_or_gives_up),
	};

	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
