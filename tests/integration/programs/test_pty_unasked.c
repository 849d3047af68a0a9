/*
 * The real program, IN, on terminals that talk: late answers, mice, halves of
 * keys, badges. The journal is as it was, and then a real key works. All cuts
 * at all paces are in tests/unit/term/test_unasked.c.
 */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/office.h"
#include "lib/unasked.h"

static struct office office;
static struct desk desk;
static struct vt vt;
static struct unasked *list;
static size_t count;

static void
run(const char *const *words)
{
	struct child_output output;

	desk_run(&desk, words, NULL, &output);
	if (output.status != 0)
		fail_msg("%s", output.err);
	child_output_release(&output);
}

/* Every press is in the journal, for ever. */
static size_t
presses(void)
{
	static const char row[] = "{\"table\":\"punch\"";
	struct child_output output;
	size_t rows = 0;

	desk_run(&desk, (const char *[]){"queue", "export", NULL}, NULL,
		&output);
	assert_int_equal(output.status, 0);
	for (const char *c = output.out; (c = strstr(c, row)) != NULL; c++)
		rows++;
	assert_true(rows > 0);
	child_output_release(&output);
	return rows;
}

static int
open_office(void **state)
{
	office_open(&office);
	desk_open(&desk);
	desk_sign_in(&desk, &office);
	count = unasked_list(&list);
	return 0;
}

static int
close_office(void **state)
{
	free(list);
	desk_close(&desk);
	office_close(&office);
	return 0;
}

static int
teardown(void **state)
{
	if (vt.term != NULL)
		vt_close(&vt);
	return 0;
}

/* The panel of somebody who is IN, on this terminal. */
static void
open_panel(const char *terminal)
{
	char **env = desk.env;
	char variable[64];

	run((const char *[]){
		"go", "-l", "elm", "-c", "03-100", "--require-sync", NULL});
	while (*env != NULL)
		env++;
	snprintf(variable, sizeof(variable), "TERM=%s", terminal);
	*env = mem_dupz(variable);
	desk_panel(&desk, &vt, 24, 80);
	free(*env);
	*env = NULL;
	vt_wait(&vt, "online");
	vt_wait(&vt, "> ");
	vt_wait(&vt, "Q Quit");
}

/* Nothing was pressed; somebody who now presses S goes home. */
static void
wants_no_press(size_t before)
{
	vt_pass(&vt, 600); /* until no rest of anything can come */
	vt_type(&vt, "\033");
	vt_type(&vt, "\033");
	vt_wait(&vt, "Q Quit");
	vt_wait(&vt, " IN ");
	assert_int_equal(presses(), before);
	vt_type(&vt, "s");
	vt_wait(&vt, " OUT ");
	assert_int_equal(presses(), before + 1);
	vt_type(&vt, "q");
	assert_int_equal(vt_wait_end(&vt), 0);
}

/*
 * Whole, in two halves, and byte by byte; slower ones only now and then. Alt
 * comes whole: on a busy machine half of it is a key.
 */
static void
send_kind(size_t i)
{
	const struct unasked *kind = &list[i];
	size_t half = 1 + i % (kind->len - 1);

	vt_send(&vt, kind->bytes, kind->len);
	if (kind->len == 2)
		return;
	vt_send(&vt, kind->bytes, half);
	vt_pass(&vt, i % 12 == 2 ? 60 : (int)(i % 2) * 2);
	vt_send(&vt, kind->bytes + half, kind->len - half);
	for (size_t at = 0; i % 3 == 0 && at < kind->len; at++) {
		vt_send(&vt, kind->bytes + at, 1);
		vt_pass(&vt, i % 120 == 0 ? 60 : 2);
	}
}

static void
talk(const char *terminal)
{
	size_t before, kinds = 0;

	open_panel(terminal);
	before = presses();
	for (size_t i = 0; i < count; i++) {
		if (list[i].key)
			continue; /* a whole one may move the cursor */
		send_kind(i);
		kinds++;
	}
	assert_true(kinds >= 200);
	wants_no_press(before);
}

static void
an_xterm_that_talks_presses_nothing(void **state)
{
	talk("xterm-256color");
}

static void
a_vt100_that_talks_presses_nothing(void **state)
{
	talk("vt100");
}

/* Keys, whole and cut: they move the cursor and open things, and no more. */
static void
keys_of_all_terminals_press_nothing(void **state)
{
	size_t before;

	open_panel("tmux");
	before = presses();
	for (size_t i = 0; i < count; i++)
		if (list[i].key)
			send_kind(i);
	wants_no_press(before);
}

static void
badges_and_pastes_press_nothing(void **state)
{
	static const char *const bursts[] = {"00S17\r", "*G1234*\r", "square\n",
		"ssh me@example.com\r", "mmm\r", "UUS", "Quit\r", "gs",
		"\tS1\r"};
	size_t before;

	open_panel("screen");
	before = presses();
	for (size_t i = 0; i < sizeof(bursts) / sizeof(bursts[0]); i++) {
		vt_send(&vt, bursts[i], strlen(bursts[i]));
		if (i == 0)
			vt_wait(&vt, "faster than anybody types");
		vt_pass(&vt, 300);
	}
	wants_no_press(before);
}

static void
modes_are_only_of_those_that_have_them(void **state)
{
	static const struct {
		const char *terminal;
		bool pastes, has_mouse;
	} cases[] = {{"xterm-256color", true, true}, {"tmux", true, true},
		{"screen", false, true}, {"vt100", false, false}};

	for (size_t i = 0; i < 4; i++) {
		open_panel(cases[i].terminal);
		assert_int_equal(vt_heard(&vt, "\033[?2004h"), cases[i].pastes);
		assert_int_equal(
			vt_heard(&vt, "\033[?9;1000;"), cases[i].has_mouse);
		vt_forget(&vt);
		vt_type(&vt, "q");
		assert_int_equal(vt_wait_end(&vt), 0);
		assert_int_equal(vt_heard(&vt, "\033[?2004l"), cases[i].pastes);
		assert_int_equal(
			vt_heard(&vt, "\033[?9;1000;"), cases[i].has_mouse);
		vt_close(&vt);
	}
}

#define T(test) cmocka_unit_test_teardown(test, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_xterm_that_talks_presses_nothing),
		T(a_vt100_that_talks_presses_nothing),
		T(keys_of_all_terminals_press_nothing),
		T(badges_and_pastes_press_nothing),
		T(modes_are_only_of_those_that_have_them),
	};

	return cmocka_run_group_tests_name(
		"pty_unasked", tests, open_office, close_office);
}
