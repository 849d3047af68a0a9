/*
 * The real program on a pseudo-terminal against a real service: what only a
 * terminal can show. What the screens show is in the other tests here.
 */

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk_scene.h"

/* The panel, once it has news of the service. */
static void
open_panel(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "online");
}

/* The first of a field's list: opens, waits for the entries, takes it. */
static void
choose_first(const char *title)
{
	vt_type(&vt, "\r");
	vt_wait(&vt, title);
	vt_wait(&vt, "\n > ");
	vt_wait(&vt, "Esc Back");
	vt_type(&vt, "\r");
	vt_wait(&vt, "? Help"); /* the panel's last line, so all is there */
}

/* With a job chosen, on the buttons. */
static void
begin(void)
{
	open_panel();
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Employee");
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Location");
	choose_first("· Location");
	if (strstr(vt_look(&vt), "> Cost code") != NULL)
		choose_first("· Cost code");
	vt_wait(&vt, "Q Quit");
}

static void
stop_if_in(void)
{
	if (strstr(vt_look(&vt), "■ OUT") != NULL)
		return;
	vt_type(&vt, "s");
	if (strstr(vt_look(&vt), "║ MEAL") != NULL) {
		vt_wait(&vt, "Enter STOP");
		vt_type(&vt, "\r");
	}
	vt_wait(&vt, "■ OUT");
}

static void
leave(void)
{
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
}

static void
a_whole_day_each_press_confirmed_in_words(void **state)
{
	begin();
	stop_if_in();
	vt_type(&vt, "g");
	vt_wait(&vt, "► IN");
	vt_wait(&vt, "√ IN ");
	vt_wait(&vt, "· sent");
	vt_type(&vt, "\033[A"); /* over the comment */
	vt_type(&vt, "\033[A");
	vt_wait(&vt, "> Cost code");
	vt_type(&vt, "\r");
	vt_wait(&vt, "recent");
	vt_wait(&vt, "Esc Back");
	vt_type(&vt, "\033[B\r"); /* another cost code */
	vt_wait(&vt, "Q Quit");
	vt_type(&vt, "g");
	vt_wait(&vt, "U Undo");
	vt_wait(&vt, "· sent");
	vt_type(&vt, "m");
	vt_wait(&vt, "√ MEAL BREAK");
	vt_type(&vt, "m");
	vt_wait(&vt, "Enter End Break");
	vt_type(&vt, "\r");
	vt_wait(&vt, "√ BACK IN");
	vt_type(&vt, "s");
	vt_wait(&vt, "√ OUT");
	vt_wait(&vt, "online · 0 kept");
	leave();
}

static void
the_first_sign_in(void **state)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "> Server");
	vt_type(&vt, office.url);
	vt_type(&vt, "\r");
	vt_wait(&vt, "> Company ID");
	vt_type(&vt, "acme\r");
	vt_wait(&vt, "> Username");
	vt_type(&vt, office.username);
	vt_type(&vt, "\twrong\r");
	vt_wait(&vt, "was refused. Check Company ID, username and");
	vt_type(&vt, "\025");
	vt_type(&vt, office.password);
	vt_type(&vt, "\r");
	vt_wait(&vt, "Employee");
	vt_wait(&vt, "online");
	leave();
}

static void
a_question_survives_other_sizes(void **state)
{
	begin();
	stop_if_in();
	vt_type(&vt, "s");
	vt_wait(&vt, "F STOP anyway");
	vt_resize(&vt, 12, 40);
	vt_wait(&vt, "F STOP anyway");
	vt_resize(&vt, 5, 20);
	vt_wait(&vt, "needs 40x12");
	vt_resize(&vt, 40, 132);
	vt_wait(&vt, "F STOP anyway");
	vt_type(&vt, "\033");
	vt_wait(&vt, "G Go");
	leave();
}

static void
a_tiny_window_recovers(void **state)
{
	desk_panel(&desk, &vt, 5, 20);
	vt_wait(&vt, "needs 40x12");
	vt_resize(&vt, 24, 80);
	vt_wait(&vt, "Employee");
	vt_resize(&vt, 1, 1);
	vt_resize(&vt, 24, 80);
	vt_wait(&vt, "G ");
	leave();
}

/* Opens the panel with one more line of environment. */
static void
open_with(const char *variable)
{
	char **env = desk.env;

	while (*env != NULL)
		env++;
	*env = mem_dupz(variable);
	desk_panel(&desk, &vt, 24, 80);
}

static void
an_unknown_terminal_is_named(void **state)
{
	open_with("TERM=lampshade-9000");
	assert_int_equal(vt_wait_end(&vt), 78);
	vt_wait(&vt, "\"lampshade-9000\" is not known here");
}

static void
a_terminal_like_xterm_will_do(void **state)
{
	open_with("TERM=xterm-of-tomorrow");
	vt_wait(&vt, "Employee");
	leave();
}

static void
a_dumb_terminal_is_told_what_works(void **state)
{
	open_with("TERM=dumb");
	assert_int_equal(vt_wait_end(&vt), 78);
	vt_wait(&vt, "cannot place text");
}

static void
without_a_terminal_there_is_a_sentence(void **state)
{
	struct child_output output;

	desk_run(&desk, (const char *[]){NULL}, NULL, &output);
	assert_int_equal(output.status, 64);
	assert_non_null(strstr(output.err, "needs a terminal"));
	assert_string_equal(output.out, "");
	child_output_release(&output);
}

static void
without_utf8_all_is_ascii(void **state)
{
	free(desk.env[4]);
	desk.env[4] = mem_dupz("LC_ALL=C");
	open_with("TERM=screen"); /* libvterm repeats characters wrongly */
	vt_wait(&vt, "online");
	vt_type(&vt, "\303\251"); /* a letter that this locale cannot have */
	vt_type(&vt, "/");
	vt_wait(&vt, "Enter Choose");
	for (const char *c = vt_look(&vt); *c != '\0'; c++)
		assert_true((unsigned char)*c < 0x80);
}

static void
a_paste_is_text_and_bounded(void **state)
{
	static char paste[10240];

	begin();
	vt_type(&vt, "\033[Z");
	vt_wait(&vt, "> Comment");
	memset(paste, 'q', sizeof(paste));
	memcpy(paste, "\033[200~", 6);
	memcpy(paste + 100, "\r\n\t\007", 4);
	memcpy(paste + sizeof(paste) - 6, "\033[201~", 6);
	vt_send(&vt, paste, sizeof(paste));
	vt_wait(&vt, "The comment is full");
	vt_type(&vt, "\025");
	vt_type(&vt, "\r");
	vt_wait(&vt, "Q Quit");
	leave();
}

/* The last letter of a sequence nobody knows must not press a button. */
static void
unknown_sequences_press_nothing(void **state)
{
	begin();
	stop_if_in();
	vt_type(&vt, "\033[1;5G");
	vt_type(&vt, "\033[?1;2g\033OG");
	vt_type(&vt, "\033g"); /* Alt-G */
	vt_type(&vt, "\033[A");
	vt_wait(&vt, "> Comment");
	vt_type(&vt, "\033");
	vt_wait(&vt, "Q Quit");
	vt_wait(&vt, "■ OUT");
	vt_wait_gone(&vt, "► IN");
	leave();
}

static void
a_closed_terminal_leaves_the_punch(void **state)
{
	struct child_output output;

	begin();
	stop_if_in();
	vt_type(&vt, "g");
	vt_wait(&vt, "IN ");
	vt_hang_up(&vt);
	assert_int_equal(vt_wait_end(&vt), 0);
	desk_run(&desk, (const char *[]){"status", "--json", NULL}, NULL,
		&output);
	assert_int_equal(output.status, 0);
	assert_non_null(strstr(output.out, "\"in\""));
	child_output_release(&output);
}

static void
keys_are_answered_while_the_service_hangs(void **state)
{
	begin();
	stop_if_in();
	kill(office.service.pid, SIGSTOP);
	vt_type(&vt, "g");
	vt_wait(&vt, "• IN ");
	vt_wait(&vt, "kept on this machine");
	vt_type(&vt, "k");
	vt_wait(&vt, "Send now");
	vt_type(&vt, "\033");
	vt_wait(&vt, "M Meal");
	vt_type(&vt, "s");
	vt_wait(&vt, "• OUT ");
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
	kill(office.service.pid, SIGCONT);
}

static void
a_signal_gives_the_terminal_back(void **state)
{
	open_panel();
	kill(vt.pid, SIGTERM);
	assert_int_equal(vt_wait_end(&vt), 0);
	assert_null(strstr(vt_look(&vt), "Employee"));
}

static void
a_crash_gives_the_terminal_back(void **state)
{
	open_panel();
	kill(vt.pid, SIGABRT);
	assert_int_equal(vt_wait_end(&vt), 128 + SIGABRT);
	assert_null(strstr(vt_look(&vt), "Employee"));
}

/* ^Z, once: it counts also while the panel draws. */
static bool
suspend(void)
{
	struct pollfd p = {.fd = vt.fd, .events = POLLIN};
	int status = 0;

	vt_type(&vt, "\032");
	for (int i = 0; i < 1000; i++) {
		if (poll(&p, 1, 10) > 0)
			(void)vt_take(&vt);
		if (waitpid(vt.pid, &status, WUNTRACED | WNOHANG) == vt.pid)
			return WIFSTOPPED(status);
	}
	return false;
}

static void
it_can_be_suspended(void **state)
{
	open_panel();
	vt_forget(&vt);
	assert_true(suspend());
	vt_wait_gone(&vt, "Employee");
	assert_true(vt_heard(&vt, "\033[?2004l"));
	vt_forget(&vt);
	kill(vt.pid, SIGCONT);
	vt_wait(&vt, "Employee");
	assert_true(vt_heard(&vt, "\033[?2004h"));
	leave();
}

#define T(test)                                                                \
	cmocka_unit_test_setup_teardown(test, setup_supervisor, teardown)
#define STRANGER(test)                                                         \
	cmocka_unit_test_setup_teardown(test, setup_stranger, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_whole_day_each_press_confirmed_in_words),
		STRANGER(the_first_sign_in),
		T(a_question_survives_other_sizes),
		T(a_tiny_window_recovers),
		STRANGER(an_unknown_terminal_is_named),
		T(a_terminal_like_xterm_will_do),
		STRANGER(a_dumb_terminal_is_told_what_works),
		STRANGER(without_a_terminal_there_is_a_sentence),
		T(without_utf8_all_is_ascii),
		T(a_paste_is_text_and_bounded),
		T(unknown_sequences_press_nothing),
		T(a_closed_terminal_leaves_the_punch),
		T(keys_are_answered_while_the_service_hangs),
		T(a_signal_gives_the_terminal_back),
		T(a_crash_gives_the_terminal_back),
		T(it_can_be_suspended),
	};

	return cmocka_run_group_tests_name(
		"pty", tests, open_office, close_office);
}
