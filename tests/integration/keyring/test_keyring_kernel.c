/* Secrets in the kernel's keyring of the user: the real one. */

#include "lib/cmocka_all.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keyring/keyring.h"
#include "lib/labels.h"

struct fixture {
	char server[64]; /* of this run alone: the keyring is the user's */
	struct keyring_label device;
	struct keyring_label session;
	struct keyring_place *place;
	struct keyring keyring;
	struct err err;
};

static int
set_up(void **state)
{
	const struct keyring_settings settings = {.kind = KEYRING_KERNEL};
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->server, sizeof(f->server), "https://test-%d.example.com",
		(int)getpid());
	f->device = label_delivery;
	f->session = label_session;
	f->device.server = f->session.server = f->server;
	f->place = keyring_new(&settings, &f->keyring);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	(void)label_erase(&f->keyring, &f->device, &f->err);
	(void)label_erase(&f->keyring, &f->session, &f->err);
	keyring_free(&f->place);
	free(f);
	return 0;
}

/* Some containers forbid it: then there is nothing to see. */
static void
need_keyring(void)
{
	if (syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING,
		    1) < 0)
		skip();
}

static void
it_stores_and_replaces_and_erases(void **state)
{
	struct fixture *f = *state;

	need_keyring();
	assert_int_equal(label_load_error(&f->keyring, &f->device, &f->err),
		ERR_NOT_FOUND);
	assert_int_equal(
		label_save(&f->keyring, &f->device, "dev1", &f->err), 0);
	assert_int_equal(
		label_save(&f->keyring, &f->session, "ses1", &f->err), 0);
	assert_int_equal(
		label_save(&f->keyring, &f->device, "dev2", &f->err), 0);
	label_expect(&f->keyring, &f->device, "dev2");
	label_expect(&f->keyring, &f->session, "ses1");
	assert_int_equal(label_erase(&f->keyring, &f->device, &f->err), 0);
	assert_int_equal(label_erase(&f->keyring, &f->device, &f->err), 0);
	assert_int_equal(label_load_error(&f->keyring, &f->device, &f->err),
		ERR_NOT_FOUND);
	label_expect(&f->keyring, &f->session, "ses1");
}

/* Another login of the user has a session keyring of its own. */
static void
another_login_finds_it(void **state)
{
	struct fixture *f = *state;
	int status = -1;
	pid_t pid;

	need_keyring();
	assert_int_equal(
		label_save(&f->keyring, &f->session, "ses1", &f->err), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0)
			_exit(2);
		label_expect(&f->keyring, &f->session, "ses1");
		_exit(label_save(&f->keyring, &f->session, "ses2", &f->err) == 0
				? 0
				: 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	label_expect(&f->keyring, &f->session, "ses2");
}

/* Every call of this process to the kernel's keyrings fails from now on. */
static bool
forbid_keyrings(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_keyctl, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_add_key, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	const struct sock_fprog program = {
		sizeof(filter) / sizeof(filter[0]), filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool
tells(struct fixture *f, enum err_kind kind)
{
	return kind == ERR_UNAVAILABLE &&
	       strstr(f->err.text, "kernel's keyring cannot be used") != NULL &&
	       strstr(f->err.text, "store") != NULL;
}

static void
one_that_may_not_be_used_is_told(void **state)
{
	struct fixture *f = *state;
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(!forbid_keyrings() ||
			!tells(f, label_load_error(
					  &f->keyring, &f->session, &f->err)) ||
			!tells(f, label_save(&f->keyring, &f->session, "ses1",
					  &f->err)) ||
			!tells(f, label_erase(
					  &f->keyring, &f->session, &f->err)));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(it_stores_and_replaces_and_erases),
		TEST(another_login_finds_it),
		TEST(one_that_may_not_be_used_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
