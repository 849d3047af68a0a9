#include "keyring/keyring.h"
#include "lib/cmocka_all.h"
#include "lib/labels.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	struct keyring_place *place;
	struct keyring keyring;
	struct err err;
};

static void
open_command(struct fixture *f, const char *const *argv, int limit_ms)
{
	const struct keyring_settings settings = {
		.kind = KEYRING_COMMAND, .argv = argv, .limit_ms = limit_ms};

	f->place = keyring_new(&settings, &f->keyring);
}

#define ARGV(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
expect_secret(const char *const *argv, const char *secret)
{
	struct fixture f;

	open_command(&f, argv, 0);
	label_expect(&f.keyring, &label_delivery, secret);
	keyring_free(&f.place);
}

static void
expect_error(const char *const *argv, int limit_ms, enum err_kind kind,
	const char *words)
{
	struct fixture f;

	open_command(&f, argv, limit_ms);
	if (label_load_error(&f.keyring, &label_delivery, &f.err) != kind ||
		strstr(f.err.text, words) == NULL)
		fail_msg("%d: %s", f.err.kind, f.err.text);
	keyring_free(&f.place);
}

static void
test_what_it_prints_is_the_secret(void **state)
{
	expect_secret(ARGV("printf", "t0ken"), "t0ken");
	expect_secret(ARGV("echo", "t0ken"), "t0ken");
}

static void
test_there_is_no_shell(void **state)
{
	expect_secret(ARGV("echo", "$HOME; `id` a'b"), "$HOME; `id` a'b");
}

static void
test_the_longest_token(void **state)
{
	char text[SECRET_MAX_BYTES + 1];

	memset(text, 'a', SECRET_MAX_BYTES);
	text[SECRET_MAX_BYTES] = '\0';
	expect_secret(ARGV("echo", text), text);
	expect_error(ARGV("printf", "%s%s", text, "b"), 0, ERR_CONFIG, "4096");
	expect_error(ARGV("cat", "/dev/zero"), 0, ERR_CONFIG, "4096");
}

static void
test_what_is_no_token(void **state)
{
	expect_error(ARGV("true"), 0, ERR_NOT_FOUND, "sign in");
	expect_error(ARGV("printf", "\\n"), 0, ERR_NOT_FOUND, "sign in");
	expect_error(ARGV("printf", "a\\nb"), 0, ERR_CONFIG, "one line");
	expect_error(ARGV("printf", "a\\0b"), 0, ERR_CONFIG, "one line");
}

static void
test_how_it_may_fail(void **state)
{
	expect_error(ARGV("sh", "-c", "echo half; exit 3"), 0, ERR_CONFIG,
		"exit code 3");
	expect_error(ARGV("sh", "-c", "kill -9 $$"), 0, ERR_CONFIG, "signal 9");
	expect_error(ARGV("/proc/none/pass"), 0, ERR_CONFIG, "/proc/none/pass");
	expect_error(NULL, 0, ERR_CONFIG, "password_command");
	expect_error(ARGV(NULL), 0, ERR_CONFIG, "password_command");
}

/* Nothing of ours reaches it, nothing of its own reaches the screen. */
static void
test_what_it_is_given(void **state)
{
	int open_fd = open("/dev/null", O_RDONLY);
	sigset_t term;
	sigset_t before;

	assert_true(open_fd >= 0);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &term, &before);
	signal(SIGPIPE, SIG_IGN);
	expect_error(ARGV("cat"), 0, ERR_NOT_FOUND, "sign in");
	expect_secret(ARGV("sh", "-c", "ls /proc/self/fd | wc -l"), "4");
	expect_secret(ARGV("sh", "-c", "test -t 2 || readlink /proc/self/fd/2"),
		"/dev/null");
	expect_secret(ARGV("grep", "SigBlk", "/proc/self/status"),
		"SigBlk:\t0000000000000000");
	expect_error(ARGV("sh", "-c", "kill -PIPE $$; echo alive"), 0,
		ERR_CONFIG, "signal 13");
	signal(SIGPIPE, SIG_DFL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(open_fd);
}

static bool
is_dead(void *context)
{
	char path[64];
	char line[256] = "";
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%s/stat", (const char *)context);
	stat = fopen(path, "r");
	if (stat == NULL)
		return true;
	if (fgets(line, sizeof(line), stat) == NULL)
		line[0] = '\0';
	fclose(stat);
	return line[0] == '\0' || strstr(line, ") Z ") != NULL;
}

static void
test_one_that_hangs_is_ended_with_all_it_started(void **state)
{
	char *dir = temp_dir_new();
	char *path = temp_dir_path(dir, "pid");
	char pid[32] = "";
	FILE *file;

	expect_error(
		ARGV("sh", "-c",
			"tail -f /dev/null >/dev/null & echo $! >\"$0\"; wait",
			path),
		300, ERR_UNAVAILABLE, "did not end");
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(pid, sizeof(pid), file));
	fclose(file);
	pid[strcspn(pid, "\n")] = '\0';
	assert_true(wait_until(is_dead, pid, WAIT_LONG_MS));
	free(path);
	temp_dir_free(&dir);
	expect_error(ARGV("sh", "-c",
			     "echo x; exec >/dev/null; exec tail -f /dev/null"),
		100, ERR_UNAVAILABLE, "did not end");
}

static void
test_it_hands_out_the_device_and_stores_nothing(void **state)
{
	struct fixture f;

	open_command(&f, ARGV("/proc/none/pass"), 0);
	assert_int_equal(label_load_error(&f.keyring, &label_session, &f.err),
		ERR_NOT_FOUND);
	assert_int_equal(
		label_save(&f.keyring, &label_delivery, "s3cret", &f.err),
		ERR_CONFIG);
	assert_int_equal(label_erase(&f.keyring, &label_delivery, &f.err), 0);
	keyring_free(&f.place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_it_prints_is_the_secret),
		cmocka_unit_test(test_there_is_no_shell),
		cmocka_unit_test(test_the_longest_token),
		cmocka_unit_test(test_what_is_no_token),
		cmocka_unit_test(test_how_it_may_fail),
		cmocka_unit_test(test_what_it_is_given),
		cmocka_unit_test(
			test_one_that_hangs_is_ended_with_all_it_started),
		cmocka_unit_test(
			test_it_hands_out_the_device_and_stores_nothing),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
