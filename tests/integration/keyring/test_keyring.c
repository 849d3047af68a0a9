/*
 * The Secret Service, by a real gnome-keyring-daemon on a D-Bus of its own,
 * which knows no other service and starts nothing by itself.
 */

#include "keyring/keyring.h"

#include "base/mem.h"
#include "lib/cmocka_all.h"
#include "lib/desktop.h"
#include "lib/labels.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"
#include "loop/loop.h"

#include <dlfcn.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * GLib's locks are futexes that the thread sanitizer does not know: it takes
 * whatever GLib's own threads share for a race. Only GLib's side is excused.
 */
const char *__tsan_default_suppressions(void);
const char *
__tsan_default_suppressions(void)
{
	return "race:libglib-2.0.so\nrace:libgobject-2.0.so\n"
	       "race:libgio-2.0.so\nrace:libsecret-1.so\n";
}

/* The library can be hidden: the keyring's own call ends up here. */
static bool library_hidden;

void *
dlopen(const char *name, int flags)
{
	void *(*real)(const char *, int);
	void *symbol = dlsym(RTLD_NEXT, "dlopen");

	memcpy(&real, &symbol, sizeof(real));
	return library_hidden ? NULL : real(name, flags);
}

struct fixture {
	struct desktop desktop;
	struct keyring_place *place;
	struct keyring keyring;
	struct err err;
};

static void
open_keyring(struct fixture *f, bool may_ask)
{
	const struct keyring_settings settings = {
		.kind = KEYRING_SECRET_SERVICE, .may_ask = may_ask};

	keyring_free(&f->place);
	f->place = keyring_new(&settings, &f->keyring);
}

static bool
answers(void *context)
{
	struct fixture *f = context;

	return label_load_error(&f->keyring, &label_delivery, &f->err) !=
	       ERR_UNAVAILABLE;
}

/* The daemon, once it answers. */
static void
start_daemon(struct fixture *f, const char *password)
{
	desktop_start_daemon(&f->desktop, password);
	assert_true(wait_until(answers, f, WAIT_LONG_MS));
}

static bool
is_gone(void *context)
{
	return !answers(context);
}

static void
stop_daemon(struct fixture *f)
{
	child_stop(&f->desktop.daemon, SIGTERM);
	assert_true(wait_until(is_gone, f, WAIT_LONG_MS));
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	desktop_init(&f->desktop);
	open_keyring(f, false);
	desktop_start_bus(&f->desktop);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	keyring_free(&f->place);
	desktop_release(&f->desktop);
	free(f);
	return 0;
}

static void
expect(struct fixture *f, enum err_kind got, enum err_kind kind,
	const char *words)
{
	if (got != kind || strstr(f->err.text, words) == NULL)
		fail_msg("%d: %s", got, f->err.text);
	if (kind == ERR_UNAVAILABLE || kind == ERR_LOCKED)
		assert_non_null(strstr(f->err.text, "--store"));
}

#define LOAD(f, label) label_load_error(&(f)->keyring, label, &(f)->err)
#define SAVE(f, label, text) label_save(&(f)->keyring, label, text, &(f)->err)
#define ERASE(f, label) label_erase(&(f)->keyring, label, &(f)->err)

static void
test_it_stores_and_replaces_and_erases(void **state)
{
	struct fixture *f = *state;
	struct keyring_label other = label_delivery;

	start_daemon(f, "ci");
	expect(f, LOAD(f, &label_delivery), ERR_NOT_FOUND, "sign in");
	assert_int_equal(ERASE(f, &label_delivery), 0);
	assert_int_equal(SAVE(f, &label_delivery, "dev1"), 0);
	assert_int_equal(SAVE(f, &label_session, "ses1"), 0);
	assert_int_equal(SAVE(f, &label_delivery, "dev2"), 0);
	label_expect(&f->keyring, &label_delivery, "dev2");
	label_expect(&f->keyring, &label_session, "ses1");
	other.server = "https://other.example";
	expect(f, LOAD(f, &other), ERR_NOT_FOUND, "sign in");
	assert_int_equal(ERASE(f, &label_delivery), 0);
	expect(f, LOAD(f, &label_delivery), ERR_NOT_FOUND, "sign in");
	label_expect(&f->keyring, &label_session, "ses1");
}

static void
test_locked_is_told_from_absent(void **state)
{
	struct fixture *f = *state;

	start_daemon(f, "ci");
	assert_int_equal(SAVE(f, &label_delivery, "dev1"), 0);
	stop_daemon(f);
	start_daemon(f, "wrong");
	expect(f, LOAD(f, &label_delivery), ERR_LOCKED, "unlock");
	expect(f, LOAD(f, &label_session), ERR_NOT_FOUND, "sign in");
	expect(f, SAVE(f, &label_session, "ses1"), ERR_LOCKED, "unlock");
	expect(f, ERASE(f, &label_delivery), ERR_LOCKED, "unlock");
	stop_daemon(f);
	start_daemon(f, "ci");
	label_expect(&f->keyring, &label_delivery, "dev1");
}

/* Nobody is there who could show the question. */
static void
test_asking_in_vain(void **state)
{
	struct fixture *f = *state;

	start_daemon(f, "ci");
	assert_int_equal(SAVE(f, &label_delivery, "dev1"), 0);
	stop_daemon(f);
	open_keyring(f, true);
	start_daemon(f, NULL);
	expect(f, LOAD(f, &label_delivery), ERR_LOCKED, "unlock");
	expect(f, SAVE(f, &label_session, "ses1"), ERR_LOCKED, "unlock");
	expect(f, ERASE(f, &label_delivery), ERR_LOCKED, "unlock");
}

static void
test_no_keyring_was_ever_made(void **state)
{
	struct fixture *f = *state;

	start_daemon(f, NULL);
	expect(f, LOAD(f, &label_delivery), ERR_NOT_FOUND, "sign in");
	expect(f, SAVE(f, &label_delivery, "dev1"), ERR_UNAVAILABLE,
		"ever made");
	assert_int_equal(ERASE(f, &label_delivery), 0);
	open_keyring(f, true);
	expect(f, SAVE(f, &label_delivery, "dev1"), ERR_UNAVAILABLE,
		"not store");
}

static void
expect_unavailable(struct fixture *f, const char *words)
{
	expect(f, LOAD(f, &label_delivery), ERR_UNAVAILABLE, words);
	expect(f, SAVE(f, &label_delivery, "dev1"), ERR_UNAVAILABLE, words);
	expect(f, ERASE(f, &label_delivery), ERR_UNAVAILABLE, words);
}

static void
test_no_service(void **state)
{
	expect_unavailable(*state, "no keyring service");
}

/* Before a password is typed it is known whether it can be kept. */
static enum err_kind
check(struct fixture *f)
{
	bool keeps = false;

	f->err = (struct err){0};
	if (f->keyring.ops->check(f->keyring.self, &keeps, &f->err) < 0)
		return f->err.kind;
	assert_true(keeps);
	return ERR_NONE;
}

static void
test_it_is_looked_at(void **state)
{
	struct fixture *f = *state;

	expect(f, check(f), ERR_UNAVAILABLE, "no keyring service");
	start_daemon(f, NULL);
	expect(f, check(f), ERR_UNAVAILABLE, "ever made");
	stop_daemon(f);
	start_daemon(f, "ci");
	assert_int_equal(SAVE(f, &label_delivery, "dev1"), 0);
	assert_int_equal(check(f), ERR_NONE);
	stop_daemon(f);
	start_daemon(f, "wrong");
	expect(f, check(f), ERR_LOCKED, "unlock");
}

/* As under WSL: D-Bus starts it, and it never comes. */
static void
test_a_service_that_never_starts_is_named(void **state)
{
	struct fixture *f = *state;

	child_stop(&f->desktop.bus, SIGTERM);
	free(temp_dir_write(f->desktop.home, "s.service",
		"[D-BUS Service]\nName=org.freedesktop.secrets\n"
		"Exec=/bin/sh -c \"exec timeout 15 tail -f /dev/null "
		">/dev/null 2>&1\"\n"));
	f->desktop.services = mem_dupz(f->desktop.home);
	desktop_start_bus(&f->desktop);
	expect(f, check(f), ERR_UNAVAILABLE,
		"the keyring service of this desktop session does not answer");
}

static void
test_no_bus(void **state)
{
	struct fixture *f = *state;

	setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/proc/none", 1);
	expect_unavailable(f, "D-Bus");
	unsetenv("DBUS_SESSION_BUS_ADDRESS");
	unsetenv("DISPLAY");
	setenv("XDG_RUNTIME_DIR", f->desktop.home, 1);
	expect_unavailable(f, "D-Bus");
	unsetenv("XDG_RUNTIME_DIR");
}

/* The desktop goes, and comes back; the program stays. */
static void
test_the_bus_goes_and_another_comes(void **state)
{
	struct fixture *f = *state;

	start_daemon(f, "ci");
	assert_int_equal(SAVE(f, &label_delivery, "dev1"), 0);
	child_stop(&f->desktop.bus, SIGKILL);
	expect_unavailable(f, "D-Bus");
	child_stop(&f->desktop.daemon, SIGTERM);
	desktop_start_bus(&f->desktop);
	start_daemon(f, "ci");
	label_expect(&f->keyring, &label_delivery, "dev1");
}

static void
test_the_library_is_missing(void **state)
{
	struct fixture *f = *state;

	library_hidden = true;
	expect_unavailable(f, "libsecret-1-0");
	library_hidden = false;
}

struct visit {
	struct fixture *f;
	struct loop *loop;
	enum err_kind kind;
};

static void
visit_work(void *ctx)
{
	struct visit *visit = ctx;

	visit->kind = SAVE(visit->f, &label_delivery, "dev1");
}

static void
visit_done(void *ctx)
{
	loop_stop(((struct visit *)ctx)->loop);
}

static void
test_from_the_worker(void **state)
{
	struct fixture *f = *state;
	struct visit visit = {.f = f, .kind = ERR_INTERNAL};

	start_daemon(f, "ci");
	assert_int_equal(loop_new(&visit.loop, &f->err), 0);
	assert_int_equal(
		loop_defer(visit.loop, visit_work, visit_done, &visit, &f->err),
		0);
	assert_int_equal(loop_run(visit.loop, &f->err), 0);
	assert_int_equal(visit.kind, 0);
	label_expect(&f->keyring, &label_delivery, "dev1");
	loop_free(&visit.loop);
}

struct hung {
	struct fixture *f;
	sem_t begun;
	sem_t came_back;
};

static void
hung_work(void *ctx)
{
	struct hung *hung = ctx;
	struct err err;

	sem_post(&hung->begun);
	(void)label_load_error(&hung->f->keyring, &label_delivery, &err);
	sem_post(&hung->came_back);
}

static void
hung_done(void *ctx)
{
	fail();
}

/* A service that does not answer keeps nobody from quitting. */
static void
test_a_hung_service_is_left_alone(void **state)
{
	struct fixture *f = *state;
	struct hung hung = {.f = f};
	struct loop *loop;

	start_daemon(f, "ci");
	sem_init(&hung.begun, 0, 0);
	sem_init(&hung.came_back, 0, 0);
	assert_int_equal(kill(f->desktop.daemon.pid, SIGSTOP), 0);
	assert_int_equal(loop_new(&loop, &f->err), 0);
	assert_int_equal(
		loop_defer(loop, hung_work, hung_done, &hung, &f->err), 0);
	while (sem_wait(&hung.begun) < 0)
		;
	assert_false(loop_end_work(loop));
	loop_free(&loop);
	assert_int_equal(kill(f->desktop.daemon.pid, SIGCONT), 0);
	while (sem_wait(&hung.came_back) < 0)
		;
	sem_destroy(&hung.came_back);
	sem_destroy(&hung.begun);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		/* First: what is loaded once stays. */
		TEST(test_the_library_is_missing),
		TEST(test_it_stores_and_replaces_and_erases),
		TEST(test_locked_is_told_from_absent),
		TEST(test_asking_in_vain),
		TEST(test_no_keyring_was_ever_made),
		TEST(test_no_service),
		TEST(test_it_is_looked_at),
		TEST(test_a_service_that_never_starts_is_named),
		TEST(test_no_bus),
		TEST(test_the_bus_goes_and_another_comes),
		TEST(test_from_the_worker),
		TEST(test_a_hung_service_is_left_alone),
	};

	return cmocka_run_group_tests_name("keyring", tests, NULL, NULL);
}
