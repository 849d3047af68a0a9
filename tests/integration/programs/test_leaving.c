/*
 * Leaving while the service hangs: what was pressed is told, and is sent by a
 * process that stays behind, whatever ended the one before.
 */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "desk_scene.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

static int
setup(void **state)
{
	struct child_output output;

	setup_supervisor(state);
	/* Wherever the test before left her. */
	desk_run(&desk, (const char *[]){"stop", "--yes", NULL}, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
	return 0;
}

static int
go_on_and_leave(void **state)
{
	kill(office.service.pid, SIGCONT);
	return teardown(state);
}

static bool
status_says(const char *text)
{
	struct child_output output;
	bool says;

	desk_run(&desk, (const char *[]){"status", "--json", NULL}, NULL,
		&output);
	assert_int_equal(output.status, 0);
	says = strstr(output.out, text) != NULL;
	child_output_release(&output);
	return says;
}

static bool
nothing_is_kept(void *ctx)
{
	(void)ctx;
	return status_says("\"kept\":0");
}

static bool
one_is_kept(void *ctx)
{
	(void)ctx;
	return status_says("\"kept\":1");
}

static void
go_in(void)
{
	struct child_output output;

	desk_run(&desk,
		(const char *[]){
			"go", "-l", "elm", "-c", "03-100", "--json", NULL},
		NULL, &output);
	assert_non_null(strstr(output.out, "\"sent\""));
	child_output_release(&output);
}

/* Somebody is IN, and the service does not answer any more. */
static void
open_panel_and_hang(void)
{
	go_in();
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "online");
	kill(office.service.pid, SIGSTOP);
}

static void
what_was_sent_stands_in_the_shell(void **state)
{
	open_panel_and_hang();
	kill(office.service.pid, SIGCONT);
	vt_type(&vt, "m");
	vt_wait(&vt, "MEAL BREAK");
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "MEAL BREAK ");
	vt_wait(&vt, " · sent");
	assert_null(strstr(vt_look(&vt), "background"));
	assert_true(nothing_is_kept(NULL));
}

static void
what_stays_kept_is_sent_in_the_background(void **state)
{
	open_panel_and_hang();
	vt_type(&vt, "m");
	vt_wait(&vt, "kept on this machine");
	vt_type(&vt, "q");
	vt_wait(&vt, "sending ... Q again leaves at once.");
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "kept on this machine · a background sync sends it");
	assert_true(one_is_kept(NULL));
	kill(office.service.pid, SIGCONT);
	assert_true(wait_until(nothing_is_kept, NULL, WAIT_LONG_MS));
}

static void
a_closed_window_sends_it_too(void **state)
{
	open_panel_and_hang();
	vt_type(&vt, "m");
	vt_wait(&vt, "kept on this machine");
	vt_hang_up(&vt);
	assert_int_equal(vt_wait_end(&vt), 0);
	kill(office.service.pid, SIGCONT);
	assert_true(wait_until(nothing_is_kept, NULL, WAIT_LONG_MS));
}

static void
a_killed_panel_sends_it_too(void **state)
{
	open_panel_and_hang();
	vt_type(&vt, "m");
	vt_wait(&vt, "kept on this machine");
	kill(vt.pid, SIGTERM);
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "a background sync sends it");
	kill(office.service.pid, SIGCONT);
	assert_true(wait_until(nothing_is_kept, NULL, WAIT_LONG_MS));
}

/* Whatever ends the waiting of a command, it says what is recorded. */
static void
a_signal_tells_what_is_recorded(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	char *program = office_program("connect-clock");

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct child_output output;
		struct child child;

		kill(office.service.pid, SIGSTOP);
		child_start(&child,
			(const char *[]){program, "go", "-l", "elm", "-c",
				"03-100", NULL},
			(const char *const *)desk.env);
		assert_true(wait_until(one_is_kept, NULL, WAIT_LONG_MS));
		kill(child.pid, signals[i]);
		child_finish(&child, NULL, &output);
		assert_int_equal(output.status, 0);
		if (strstr(output.out, "kept on this machine") == NULL)
			fail_msg(
				"%d: %s%s", signals[i], output.out, output.err);
		child_output_release(&output);
		kill(office.service.pid, SIGCONT);
		desk_run(&desk, (const char *[]){"sync", NULL}, NULL, &output);
		assert_int_equal(output.status, 0);
		child_output_release(&output);
	}
	free(program);
}

/* At a terminal the person goes home; a script does what it wants. */
static void
a_command_at_a_terminal_hands_over(void **state)
{
	char *program = office_program("connect-clock");

	kill(office.service.pid, SIGSTOP);
	vt_open(&vt,
		(const char *[]){
			program, "go", "-l", "elm", "-c", "03-100", NULL},
		(const char *const *)desk.env, 24, 80);
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "connect-clock: a background sync sends it");
	kill(office.service.pid, SIGCONT);
	assert_true(wait_until(nothing_is_kept, NULL, WAIT_LONG_MS));
	free(program);
}

/* What stands in memory is gone with the panel: nobody else can send it. */
static void
a_sign_in_of_one_run_hands_nothing_over(void **state)
{
	char *folder = temp_dir_path(desk.home, "connect-clock");
	char *config;

	go_in();
	config = temp_dir_write(
		folder, "config.ini", "[secrets]\nstore = session\n");
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "not signed in");
	vt_type(&vt, "i");
	vt_wait(&vt, "> Password");
	vt_type(&vt, office.password);
	vt_type(&vt, "\r");
	vt_wait(&vt, "online");
	/* Of the enrolment before this one all is sent once more. */
	assert_true(wait_until(nothing_is_kept, NULL, WAIT_LONG_MS));
	kill(office.service.pid, SIGSTOP);
	vt_type(&vt, "m");
	vt_wait(&vt, "kept on this machine");
	vt_type(&vt, "q");
	vt_wait(&vt, "Q again leaves at once.");
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "kept on this machine · the panel sends it once");
	assert_true(one_is_kept(NULL));
	free(config);
	free(folder);
}

static void
with_nothing_kept_until_sent_ends_at_once(void **state)
{
	struct child_output output;

	desk_run(&desk, (const char *[]){"sync", "--until-sent", NULL}, NULL,
		&output);
	assert_int_equal(output.status, 0);
	assert_non_null(strstr(output.out, "0 kept"));
	child_output_release(&output);
	desk_run(&desk,
		(const char *[]){"sync", "--until-sent", "--watch", NULL}, NULL,
		&output);
	assert_int_equal(output.status, 64);
	child_output_release(&output);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, go_on_and_leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_was_sent_stands_in_the_shell),
		T(what_stays_kept_is_sent_in_the_background),
		T(a_closed_window_sends_it_too),
		T(a_killed_panel_sends_it_too),
		T(a_signal_tells_what_is_recorded),
		T(a_command_at_a_terminal_hands_over),
		T(a_sign_in_of_one_run_hands_nothing_over),
		T(with_nothing_kept_until_sent_ends_at_once),
	};

	return cmocka_run_group_tests_name(
		"leaving", tests, open_office, close_office);
}
