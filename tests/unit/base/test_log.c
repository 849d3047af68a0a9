/* Log lines: one per event, whatever the values hold. */
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "lib/cmocka_all.h"

static int pipe_fds[2];
static int stderr_fd;

static int
set_up(void **state)
{
	stderr_fd = dup(STDERR_FILENO);
	assert_int_equal(pipe(pipe_fds), 0);
	return dup2(pipe_fds[1], STDERR_FILENO) < 0;
}

static int
tear_down(void **state)
{
	dup2(stderr_fd, STDERR_FILENO);
	close(stderr_fd);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	return 0;
}

/* What one read gets: all of one write. */
static const char *
read_line(char *buf, size_t size)
{
	ssize_t len = read(pipe_fds[0], buf, size - 1);

	assert_true(len > 0);
	buf[len] = '\0';
	return buf;
}

static void
test_pairs(void **state)
{
	char line[5000];

	log_event(LOG_LEVEL_INFO, "listening", "address", "127.0.0.1:80",
		"note", NULL, NULL);
	assert_string_equal(read_line(line, sizeof(line)),
		"<6>event=listening address=\"127.0.0.1:80\" note=\"\"\n");
	log_event(LOG_LEVEL_ERROR, "down", NULL);
	assert_string_equal(read_line(line, sizeof(line)), "<3>event=down\n");
}

static void
test_foreign_values_stay_inside(void **state)
{
	char line[5000];

	log_event(LOG_LEVEL_WARNING, "name", "value",
		"x\" user=\"root\n<3>event=\x1b[2J\xff \\ é", NULL);
	assert_string_equal(read_line(line, sizeof(line)),
		"<4>event=name value=\"x\\\" user=\\\"root\\x0a<3>event="
		"\\x1b[2J\\xff \\\\ é\"\n");
}

static void
test_long_values_are_cut(void **state)
{
	char line[9000], value[3000];
	const char *end;

	memset(value, '"', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	log_event(LOG_LEVEL_INFO, "long", "a", value, "b", "behind", NULL);
	read_line(line, sizeof(line));
	assert_true(strlen(line) < 1200);
	assert_non_null(strstr(line, "\\\"\" b=\"behind\"\n"));

	memset(value, 'v', sizeof(value) - 1);
	log_event(LOG_LEVEL_INFO, "long", "a", value, "b", value, "c", value,
		"d", value, "e", value, NULL);
	read_line(line, sizeof(line));
	assert_true(strlen(line) <= 4096);
	end = strrchr(line, 'v');
	assert_string_equal(end + 1, "\" cut=\"yes\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_foreign_values_stay_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_long_values_are_cut, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
