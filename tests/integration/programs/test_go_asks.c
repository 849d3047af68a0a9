/* What `go` asks whoever sits at a terminal, and asks nobody else. */

#include <stdlib.h>
#include <string.h>

#include "desk_scene.h"

static int
stop_and_leave(void **state)
{
	struct child_output output;

	close_terminal();
	desk_run(&desk, (const char *[]){"stop", "--yes", NULL}, NULL, &output);
	child_output_release(&output);
	return teardown(state);
}

static void
go(const char *location)
{
	char *program = office_program("connect-clock");

	close_terminal();
	vt_open(&vt,
		(const char *[]){program, "go",
			location == NULL ? NULL : "--location", location, NULL},
		(const char *const *)desk.env, 40, 120);
	free(program);
}

static void
what_is_missing_is_picked(void **state)
{
	go(NULL);
	vt_wait(&vt, "2601 Elm St Tower\n2602 Harbor View Apartments\n");
	answer("\nLocation:", "st");
	vt_wait(&vt, "\"st\" fits 4 locations");
	answer("\n2601 Elm St Tower\n2607 Øster Warehouse\n"
	       "2609 Lakeshore Clinic, west wing\nLocation:",
		"elm");
	vt_wait(&vt, "and 8 more\nCost code:");
	answer("Cost code:", "no such thing");
	vt_wait(&vt, "no cost code fits \"no such thing\"");
	answer("what there is\nCost code:", "con");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "2601 Elm St Tower · 03-100 Concrete · sent");
}

static void
what_fits_several_is_picked(void **state)
{
	go("lakeshore clinic, west wing tower");
	assert_int_equal(vt_wait_end(&vt), 65);
	go("st");
	answer("\nLocation:", "2607");
	answer("\nCost code:", "03-100");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "2607 Øster Warehouse · 03-100 Concrete · sent");
}

static void
an_empty_line_records_nothing(void **state)
{
	go(NULL);
	answer("\nLocation:", "");
	assert_int_equal(vt_wait_end(&vt), 64);
	vt_wait(&vt, "NOT RECORDED: say which location");
}

static void
the_same_job_again_is_asked_about(void **state)
{
	struct child_output output;

	go("2601");
	answer("\nCost code:", "03-100");
	assert_int_equal(vt_wait_end(&vt), 0);
	go("2601");
	answer("already IN on this job since ", "n");
	assert_int_equal(vt_wait_end(&vt), 64);
	vt_wait(&vt, "NOT RECORDED: already IN on this job");
	go("2601");
	answer("begin a new record of it? [y/N]", "y");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "Concrete · sent");
	/* A script does what it was told to. */
	desk_run(&desk, (const char *[]){"go", NULL}, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
}

static int
setup_administrator(void **state)
{
	setup_stranger(state);
	desk_sign_in_administrator(&desk, &office);
	return 0;
}

/* Somebody is IN since yesterday morning. */
static void
when_one_stopped_is_asked(void **state)
{
	struct child_output output;

	(void)state;
	desk_run(&desk,
		(const char *[]){"go", "--location", "2607", "--cost-code",
			"03-100", "--at", "yesterday 00:10", "--yes",
			"--require-sync", NULL},
		NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
	go("2601");
	answer("3  still working: go on\nWhich one [1-3]?", "1");
	answer("I stopped at (16:30, yesterday 16:30):", "tomorrow 16:30");
	answer("connect-clock: ", "yesterday 00:05");
	answer("does not lie between ", "yesterday 00:20");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_wait(&vt, "03-100 Concrete · sent");
	vt_wait(&vt, "00:20:00 · waits for your supervisor, counts no hours");
}

#define T(test)                                                                \
	cmocka_unit_test_setup_teardown(test, setup_supervisor, stop_and_leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(when_one_stopped_is_asked,
			setup_administrator, stop_and_leave),
		T(what_is_missing_is_picked),
		T(what_fits_several_is_picked),
		T(an_empty_line_records_nothing),
		T(the_same_job_again_is_asked_about),
	};

	return cmocka_run_group_tests_name(
		"go_asks", tests, open_office, close_office);
}
