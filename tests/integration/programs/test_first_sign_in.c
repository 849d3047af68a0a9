/*
 * The first sign-in on a machine without a keyring, as over ssh, or on a
 * desktop that has one, up to the first press: on the command line, and in the
 * form. No manual is opened.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk_scene.h"
#include "keyring/keyring.h"
#include "lib/desktop.h"
#include "lib/labels.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

/* Nobody chose a place for secrets. */
static void
set_up_unsettled(void **state)
{
	char *config;

	setup_stranger(state);
	config = temp_dir_path(desk.home, "connect-clock/config.ini");
	assert_int_equal(unlink(config), 0);
	free(config);
	setenv("XDG_RUNTIME_DIR", desk.home, 1);
}

/* There is no desktop. */
static int
setup(void **state)
{
	set_up_unsettled(state);
	unsetenv("DBUS_SESSION_BUS_ADDRESS");
	unsetenv("DISPLAY");
	return 0;
}

static struct desktop desktop;

static bool
keyring_answers(void *ctx)
{
	static const struct keyring_settings settings = {
		.kind = KEYRING_SECRET_SERVICE};
	struct keyring keyring;
	struct keyring_place *place = keyring_new(&settings, &keyring);
	struct err err;
	bool answers;

	(void)ctx;
	answers = label_load_error(&keyring, &label_delivery, &err) !=
		  ERR_UNAVAILABLE;
	keyring_free(&place);
	return answers;
}

/* There is one, with its keyring open. */
static int
setup_desktop(void **state)
{
	set_up_unsettled(state);
	desktop_init(&desktop);
	desktop_start_bus(&desktop);
	desktop_start_daemon(&desktop, "ci");
	assert_true(wait_until(keyring_answers, NULL, WAIT_LONG_MS));
	return 0;
}

static int
teardown_desktop(void **state)
{
	const int rc = teardown(state);

	desktop_release(&desktop);
	unsetenv("DBUS_SESSION_BUS_ADDRESS");
	return rc;
}

static void
open_login(void)
{
	char *program = office_program("connect-clock");

	vt_open(&vt, (const char *[]){program, "login", NULL},
		(const char *const *)desk.env, 24, 80);
	free(program);
}

/* Only its owner reads the file. */
static void
the_file_is_private(void)
{
	char *path = temp_dir_path(desk.home, "state/connect-clock/sign-in");
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
}

static void
run(const char *const *words, const char *wanted)
{
	struct child_output output;

	desk_run(&desk, words, NULL, &output);
	if (output.status != 0 || strstr(output.out, wanted) == NULL)
		fail_msg("%d: %s%s", output.status, output.out, output.err);
	child_output_release(&output);
}

static void
each_answer_is_looked_at_before_the_next_question(void **state)
{
	open_login();
	answer("Server (such as time.example.com):", "no server");
	answer("must look like", "time.invalid");
	answer("time.invalid cannot be found", office.url + strlen("http://"));
	answer("Company ID (such as acme):", "Acme Roofing");
	answer("a Company ID has no spaces", " ACME ");
	vt_wait(&vt, "Username:");
	vt_type(&vt, office.username);
	vt_type(&vt, " \r");
	vt_wait(&vt, "there is no keyring here");
	/* Not asked for yet. */
	assert_null(strstr(vt_look(&vt), "Password"));
	/* Neither is it shown, should somebody be quicker than the question. */
	answer("f, k or Enter:", office.password);
	answer("f, k or Enter:\nf, k or Enter:", "f");
	answer("Password:", "Hunter22");
	vt_wait(&vt, "username and password.\nPassword:");
	answer("Password:", office.password);
	vt_wait(&vt, "connect-clock: next: ");
	assert_int_equal(vt_wait_end(&vt), 0);
	assert_null(strstr(vt_look(&vt), "Hunter22"));
	assert_null(strstr(vt_look(&vt), office.password));
	the_file_is_private();
	run((const char *[]){"go", "-l", "elm", "-c", "03-100", NULL}, "sent");
}

static void
nowhere_signs_nobody_in(void **state)
{
	struct child_output output;

	open_login();
	answer("Server ", office.url);
	answer("Company ID ", "acme");
	answer("Username:", office.username);
	answer("f, k or Enter:", "");
	vt_wait(&vt, "nobody is signed in: there is no place");
	assert_int_equal(vt_wait_end(&vt), 69);
	assert_null(strstr(vt_look(&vt), "Password"));
	desk_run(&desk, (const char *[]){"whoami", NULL}, NULL, &output);
	assert_int_equal(output.status, 77);
	child_output_release(&output);
}

static void
the_form_keeps_it_in_a_file_by_one_key(void **state)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "^F Private file");
	vt_type(&vt, office.url + strlen("http://"));
	vt_type(&vt, "\r");
	vt_wait(&vt, "> Company ID");
	vt_type(&vt, "ACME\r");
	vt_wait(&vt, "> Username");
	vt_type(&vt, office.username);
	vt_type(&vt, "\r");
	vt_wait(&vt, "Ctrl-F keeps it in a private");
	/* Too early: it is taken by no field. */
	vt_type(&vt, "Hunter22");
	vt_type(&vt, "\006");
	vt_wait(&vt, "Enter Sign in");
	assert_null(strstr(vt_look(&vt), "Hunter22"));
	vt_type(&vt, office.password);
	vt_type(&vt, "\r");
	vt_wait(&vt, "online · 0 kept");
	assert_null(strstr(vt_look(&vt), office.password));
	the_file_is_private();
	run((const char *[]){"whoami", NULL}, "acme");
}

static size_t keys;

/* Types, each byte a key, and waits for what comes of it. */
static void
press(const char *typed, const char *wanted)
{
	keys += strlen(typed);
	vt_type(&vt, typed);
	vt_wait(&vt, wanted);
}

/* The first lines of the form, up to the password. */
static void
fill_in_form(const char *host)
{
	keys = 0;
	press(host, host);
	press("\r", "> Company ID");
	press("acme\r", "> Username");
	press(office.username, office.username);
}

/* From the password to the first press; how many keys are no words. */
static size_t
press_to_the_first_go(const char *host)
{
	const size_t words = strlen(host) + strlen("acme") +
			     strlen(office.username) + strlen(office.password);

	press(office.password, "•••");
	press("\r", "online");
	press("/", "2610 Hilltop");
	press("elm", "> 2601 Elm St Tower");
	press("\r", "> Cost code");
	press("\r", "Enter Choose");
	press("03-1", "> 03-100 Concrete");
	press("\r", "G Go");
	press("g", "√ IN ");
	vt_wait(&vt, "· sent");
	printf("# %zu keys, %zu of them words\n", keys, words);
	/* The next one finds nobody in. */
	run((const char *[]){"stop", NULL}, "sent");
	return keys - words;
}

/* Beside what nobody else can know: four Enters, the place for secrets, and
 * the twelve of the job and GO. */
static void
the_form_takes_few_keys_to_the_first_press(void **state)
{
	const char *host = office.url + strlen("http://");

	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "^F Private file");
	fill_in_form(host);
	press("\r", "Ctrl-F keeps it in a private");
	press("\006", "Enter Sign in");
	assert_in_range(press_to_the_first_go(host), 0, 17);
}

/* The keyring is no question. */
static void
the_form_takes_one_key_less_with_a_keyring(void **state)
{
	const char *host = office.url + strlen("http://");

	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "> Server");
	fill_in_form(host);
	press("\r", "> Password");
	assert_in_range(press_to_the_first_go(host), 0, 16);
}

/* `connect-clock login` up to the password, and GO behind it; `asks` is what
 * stands between the username and the password, and `answers` to that. */
static void
login_and_go(const char *asks, const char *answers, size_t most)
{
	static const char go[] = "connect-clock go -l elm -c 03-1";
	const char *host = office.url + strlen("http://");

	keys = strlen("connect-clock login\r") + strlen(go) + 1;
	open_login();
	vt_wait(&vt, "Server (such as time.example.com):");
	press(host, host);
	press("\r", "Company ID (such as acme):");
	press("acme\r", "Username:");
	press(office.username, office.username);
	if (asks != NULL)
		press("\r", asks);
	press(answers, "Password:");
	press(office.password, "");
	press("\r", "connect-clock: next: ");
	assert_int_equal(vt_wait_end(&vt), 0);
	run((const char *[]){"go", "-l", "elm", "-c", "03-1", NULL}, "sent");
	printf("# %zu keys\n", keys);
	assert_in_range(keys, 0,
		strlen(host) + strlen("acme") + strlen(office.username) +
			strlen(office.password) + most);
}

/* Beside those: the command itself, four Enters, f and Enter. */
static void
login_and_go_take_few_keys(void **state)
{
	login_and_go("f, k or Enter:", "f\r", 58);
}

static void
login_and_go_take_two_keys_less_with_a_keyring(void **state)
{
	login_and_go(NULL, "\r", 56);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define ON_DESKTOP(test)                                                       \
	cmocka_unit_test_setup_teardown(test, setup_desktop, teardown_desktop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_form_takes_few_keys_to_the_first_press),
		ON_DESKTOP(the_form_takes_one_key_less_with_a_keyring),
		T(each_answer_is_looked_at_before_the_next_question),
		T(nowhere_signs_nobody_in),
		T(the_form_keeps_it_in_a_file_by_one_key),
		T(login_and_go_take_few_keys),
		ON_DESKTOP(login_and_go_take_two_keys_less_with_a_keyring),
	};

	return cmocka_run_group_tests_name(
		"first_sign_in", tests, open_office, close_office);
}
