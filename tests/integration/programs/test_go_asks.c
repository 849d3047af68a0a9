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

#define T(test)                                                                \
	cmocka_unit_test_setup_teardown(test, setup_supervisor, stop_and_leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_missing_is_picked),
		T(what_fits_several_is_picked),
		T(an_empty_line_records_nothing),
		T(the_same_job_again_is_asked_about),
	};

	return cmocka_run_group_tests_name(
		"go_asks", tests, open_office, close_office);
}
