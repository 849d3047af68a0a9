/*
 * Somebody signs out, or another person in, in another window of the same
 * machine: what stands open shows it, and presses for nobody it did not show.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk_scene.h"

/* Runs; yields how many presses this machine has recorded so far. */
static long
run(const char *const *words)
{
	struct child_output output;
	const char *punches;
	long count;

	desk_run(&desk, words, NULL, &output);
	if (output.status != 0)
		fail_msg("%d: %s%s", output.status, output.out, output.err);
	child_output_release(&output);
	desk_run(&desk, (const char *[]){"verify", "--json", NULL}, NULL,
		&output);
	punches = strstr(output.out, "\"punches\":");
	assert_non_null(punches);
	count = strtol(punches + strlen("\"punches\":"), NULL, 10);
	child_output_release(&output);
	return count;
}

/* A supervisor is IN. */
static int
setup(void **state)
{
	setup_supervisor(state);
	run((const char *[]){"go", "-l", "elm", "-c", "03-100", NULL});
	return 0;
}

static int
stop_and_leave(void **state)
{
	close_terminal();
	desk_sign_in(&desk, &office);
	run((const char *[]){"stop", "--yes", NULL});
	return teardown(state);
}

static void
a_panel_goes_over_to_who_is_signed_in_now(void **state)
{
	long presses = run((const char *[]){"sync", NULL});

	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "► IN");
	vt_wait(&vt, "Employee");
	desk_sign_in_employee(&desk, &office);
	vt_wait(&vt, "· Dana Whitfield");
	vt_wait(&vt, "■ OUT");
	vt_wait_gone(&vt, "Employee");
	/* What the other one has is not hers to end. */
	vt_type(&vt, "s");
	vt_wait(&vt, "STOP anyway");
	vt_type(&vt, "\033");
	vt_wait_gone(&vt, "STOP anyway");
	assert_int_equal(run((const char *[]){"status", NULL}), presses);
}

static void
a_panel_of_nobody_presses_nothing(void **state)
{
	long presses = run((const char *[]){"logout", NULL});

	desk_sign_in(&desk, &office);
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "► IN");
	run((const char *[]){"logout", NULL});
	vt_wait(&vt, "not signed in");
	vt_type(&vt, "s");
	vt_wait(&vt, "nobody is signed in");
	assert_int_equal(run((const char *[]){"queue", "list", NULL}), presses);
}

/* A command has asked, and reads nothing while somebody thinks. */
static void
a_question_is_answered_for_who_was_asked(void **state)
{
	char *program = office_program("connect-clock");
	long presses = run((const char *[]){"stop", NULL});

	vt_open(&vt,
		(const char *[]){
			program, "go", "-l", "elm tower", "-c", "0", NULL},
		(const char *const *)desk.env, 40, 120);
	free(program);
	vt_wait(&vt, "\nCost code:");
	desk_sign_in_employee(&desk, &office);
	vt_type(&vt, "03-100\r");
	assert_int_equal(vt_wait_end(&vt), 77);
	vt_wait(&vt, "NOT RECORDED: somebody else has signed in");
	assert_int_equal(run((const char *[]){"status", NULL}), presses);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, stop_and_leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_panel_goes_over_to_who_is_signed_in_now),
		T(a_panel_of_nobody_presses_nothing),
		T(a_question_is_answered_for_who_was_asked),
	};

	return cmocka_run_group_tests_name(
		"changed_elsewhere", tests, open_office, close_office);
}
