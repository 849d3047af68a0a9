#include "keyring/keyring.h"
#include "lib/cmocka_all.h"
#include "lib/labels.h"
#include "lib/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
	char *dir;
	char *path;
	struct keyring_place *place;
	struct keyring keyring;
	struct err err;
};

static struct keyring_place *
open_file(const char *path, struct keyring *keyring_out)
{
	const struct keyring_settings settings = {
		.kind = KEYRING_FILE, .path = path};

	return keyring_new(&settings, keyring_out);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = temp_dir_new();
	f->path = temp_dir_path(f->dir, "tokens");
	f->place = open_file(f->path, &f->keyring);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	keyring_free(&f->place);
	free(f->path);
	temp_dir_free(&f->dir);
	free(f);
	return 0;
}

static void
expect_config(struct fixture *f, const char *words)
{
	if (label_load_error(&f->keyring, &label_delivery, &f->err) !=
			ERR_CONFIG ||
		strstr(f->err.text, words) == NULL)
		fail_msg("load: %d: %s", f->err.kind, f->err.text);
	if (label_save(&f->keyring, &label_delivery, "n3w", &f->err) !=
		ERR_CONFIG)
		fail_msg("save: %d: %s", f->err.kind, f->err.text);
}

static void
test_it_stores_and_replaces_and_erases(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		label_load_error(&f->keyring, &label_delivery, &f->err),
		ERR_NOT_FOUND);
	assert_int_equal(label_erase(&f->keyring, &label_delivery, &f->err), 0);
	assert_int_equal(access(f->path, F_OK), -1);
	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "dev1", &f->err), 0);
	assert_int_equal(
		label_save(&f->keyring, &label_session, "ses1", &f->err), 0);
	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "dev2", &f->err), 0);
	label_expect(&f->keyring, &label_delivery, "dev2");
	label_expect(&f->keyring, &label_session, "ses1");
	assert_int_equal(label_erase(&f->keyring, &label_delivery, &f->err), 0);
	label_expect(&f->keyring, &label_session, "ses1");
	assert_int_equal(
		label_load_error(&f->keyring, &label_delivery, &f->err),
		ERR_NOT_FOUND);
}

static void
test_it_is_private(void **state)
{
	struct fixture *f = *state;
	mode_t before = umask(0);
	struct stat st;

	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "dev1", &f->err), 0);
	umask(before);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void
test_one_that_others_may_read_is_not_used(void **state)
{
	static const mode_t modes[] = {0644, 0640, 0604, 0620, 0610, 0602};
	struct fixture *f = *state;

	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "dev1", &f->err), 0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(f->path, modes[i]), 0);
		expect_config(f, "chmod 600");
	}
	assert_int_equal(chmod(f->path, 0600), 0);
	label_expect(&f->keyring, &label_delivery, "dev1");
}

static void
test_one_of_somebody_else_is_not_used(void **state)
{
	struct fixture *f = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "dev1", &f->err), 0);
	assert_int_equal(chown(f->path, 65534, 65534), 0);
	expect_config(f, "somebody else");
}

static void
test_what_is_no_token_file(void **state)
{
	struct fixture *f = *state;
	char *big = malloc(70000);

	assert_non_null(big);
	memset(big, 'x', 69999);
	big[69999] = '\0';
	free(temp_dir_write(f->dir, "tokens", big));
	expect_config(f, "too large");
	free(big);
	assert_int_equal(unlink(f->path), 0);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	expect_config(f, "not a file");
	assert_int_equal(unlink(f->path), 0);
	assert_int_equal(mkdir(f->path, 0700), 0);
	expect_config(f, "not a file");
}

static void
expect_bad_path(struct fixture *f, const char *path, const char *words)
{
	keyring_free(&f->place);
	f->place = open_file(path, &f->keyring);
	expect_config(f, words);
}

static void
test_paths_that_will_not_do(void **state)
{
	struct fixture *f = *state;

	expect_bad_path(f, NULL, "token_file");
	expect_bad_path(f, "", "token_file");
	expect_bad_path(f, "tokens", "whole path");
	keyring_free(&f->place);
	f->place = open_file("/proc/none/tokens", &f->keyring);
	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "n3w", &f->err),
		ERR_CONFIG);
}

static void
test_a_bare_word_is_the_device_and_stays(void **state)
{
	struct fixture *f = *state;

	free(temp_dir_write(f->dir, "tokens", "k1osk\n"));
	label_expect(&f->keyring, &label_delivery, "k1osk");
	assert_int_equal(label_load_error(&f->keyring, &label_session, &f->err),
		ERR_NOT_FOUND);
	assert_int_equal(
		label_save(&f->keyring, &label_session, "ses1", &f->err),
		ERR_CONFIG);
	assert_int_equal(label_erase(&f->keyring, &label_delivery, &f->err), 0);
	label_expect(&f->keyring, &label_delivery, "k1osk");
}

static void
test_a_credential_of_the_service_manager(void **state)
{
	struct fixture *f = *state;
	char *path = temp_dir_write(f->dir, "connect-token", "k1osk");

	assert_int_equal(chmod(path, 0444), 0);
	setenv("CREDENTIALS_DIRECTORY", f->dir, 1);
	keyring_free(&f->place);
	f->place = open_file(path, &f->keyring);
	unsetenv("CREDENTIALS_DIRECTORY");
	label_expect(&f->keyring, &label_delivery, "k1osk");
	assert_int_equal(
		label_save(&f->keyring, &label_session, "ses1", &f->err),
		ERR_CONFIG);
	assert_int_equal(label_erase(&f->keyring, &label_delivery, &f->err), 0);
	label_expect(&f->keyring, &label_delivery, "k1osk");
	free(path);
}

static void
test_a_line_edited_by_hand(void **state)
{
	struct fixture *f = *state;

	free(temp_dir_write(f->dir, "tokens",
		"half\tof a line\n"
		"https://connect.example\tacme\t"
		"019a0000-0000-7000-8000-000000000001\tdelivery\tdev1"));
	label_expect(&f->keyring, &label_delivery, "dev1");
	assert_int_equal(
		label_save(&f->keyring, &label_session, "ses1", &f->err), 0);
	label_expect(&f->keyring, &label_delivery, "dev1");
}

static void
test_what_would_break_a_line_is_refused(void **state)
{
	struct fixture *f = *state;
	struct keyring_label odd = label_delivery;

	odd.username = "a\tb";
	assert_int_equal(
		label_save(&f->keyring, &odd, "dev1", &f->err), ERR_CONFIG);
	odd.username = "a\nb";
	assert_int_equal(
		label_save(&f->keyring, &odd, "dev1", &f->err), ERR_CONFIG);
	assert_int_equal(
		label_save(&f->keyring, &label_delivery, "d\nx", &f->err),
		ERR_CONFIG);
	assert_int_equal(access(f->path, F_OK), -1);
}

/* A full file keeps what it has. */
static void
test_a_full_file(void **state)
{
	struct fixture *f = *state;
	struct keyring_label label = label_session;
	char big[4001];
	char name[32];
	int kept = 0;

	memset(big, 'x', 4000);
	big[4000] = '\0';
	label.username = name;
	do
		snprintf(name, sizeof(name), "user%d", kept++);
	while (kept < 100 &&
		label_save(&f->keyring, &label, big, &f->err) == 0);
	assert_int_equal(f->err.kind, ERR_CONFIG);
	assert_true(kept > 10 && kept < 20);
	snprintf(name, sizeof(name), "user%d", kept - 2);
	label_expect(&f->keyring, &label, big);
}

#define EACH 20

static void
save_many(struct fixture *f, char who)
{
	struct keyring_label label = label_session;
	char name[32];

	label.username = name;
	for (int i = 0; i < EACH; i++) {
		snprintf(name, sizeof(name), "%c%d", who, i);
		if (label_save(&f->keyring, &label, name, &f->err) != 0)
			_exit(1);
	}
	_exit(0);
}

static void
test_two_programs_at_once(void **state)
{
	struct fixture *f = *state;
	struct keyring_label label = label_session;
	char name[32];
	pid_t pids[2];

	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0)
			save_many(f, i == 0 ? 'a' : 'b');
	}
	for (int i = 0; i < 2; i++) {
		int status = -1;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	label.username = name;
	for (int i = 0; i < 2 * EACH; i++) {
		snprintf(name, sizeof(name), "%c%d", i % 2 == 0 ? 'a' : 'b',
			i / 2);
		label_expect(&f->keyring, &label, name);
	}
}

static void
test_memory_forgets_at_the_end(void **state)
{
	const struct keyring_settings settings = {.kind = KEYRING_SESSION};
	struct keyring keyring;
	struct keyring_place *place = keyring_new(&settings, &keyring);
	struct err err;

	assert_int_equal(label_load_error(&keyring, &label_delivery, &err),
		ERR_NOT_FOUND);
	assert_int_equal(
		label_save(&keyring, &label_delivery, "dev1", &err), 0);
	assert_int_equal(label_save(&keyring, &label_session, "ses1", &err), 0);
	assert_int_equal(
		label_save(&keyring, &label_delivery, "dev2", &err), 0);
	label_expect(&keyring, &label_delivery, "dev2");
	label_expect(&keyring, &label_session, "ses1");
	assert_int_equal(label_erase(&keyring, &label_delivery, &err), 0);
	assert_int_equal(label_erase(&keyring, &label_delivery, &err), 0);
	assert_int_equal(label_load_error(&keyring, &label_delivery, &err),
		ERR_NOT_FOUND);
	keyring_free(&place);
	place = keyring_new(&settings, &keyring);
	assert_int_equal(label_load_error(&keyring, &label_session, &err),
		ERR_NOT_FOUND);
	keyring_free(&place);
	keyring_free(&place);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_it_stores_and_replaces_and_erases),
		TEST(test_it_is_private),
		TEST(test_one_that_others_may_read_is_not_used),
		TEST(test_one_of_somebody_else_is_not_used),
		TEST(test_what_is_no_token_file),
		TEST(test_paths_that_will_not_do),
		TEST(test_a_bare_word_is_the_device_and_stays),
		TEST(test_a_credential_of_the_service_manager),
		TEST(test_a_line_edited_by_hand),
		TEST(test_what_would_break_a_line_is_refused),
		TEST(test_a_full_file),
		TEST(test_two_programs_at_once),
		cmocka_unit_test(test_memory_forgets_at_the_end),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
