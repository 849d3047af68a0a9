/*
 * Two devices: a supervisor's panel stands open on somebody of the crew, who
 * presses on a device of their own. The panel shows it by itself, and says
 * how old its news are once none come any more.
 */

#include <signal.h>
#include <string.h>

#include "desk_scene.h"

#define NEWS_MS 60000 /* they come within 30 s; a slow machine has its time */

static struct desk theirs;

static int
setup(void **state)
{
	setup_supervisor(state);
	desk_open(&theirs);
	desk_sign_in_employee(&theirs, &office);
	return 0;
}

static int
tear_down(void **state)
{
	desk_close(&theirs);
	return teardown(state);
}

/* On their own device; the service has it. */
static void
go_to(const char *location)
{
	struct child_output output;

	desk_run(&theirs,
		(const char *[]){"go", "-l", location, "-c", "03-100",
			"--require-sync", NULL},
		NULL, &output);
	if (output.status != 0)
		fail_msg("%d: %s%s", output.status, output.out, output.err);
	child_output_release(&output);
}

static void
open_on_them(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "online");
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Employee");
	vt_type(&vt, "dana");
	vt_wait(&vt, "\n > ");
	vt_wait(&vt, "Dana Whitfield");
	vt_type(&vt, "\r");
	vt_wait(&vt, "► IN");
	vt_wait(&vt, "    2601 Elm St Tower");
}

static void
a_panel_shows_what_was_pressed_elsewhere_and_when_it_heard(void **state)
{
	go_to("elm st tower");
	open_on_them();
	go_to("harbor view");
	vt_wait_within(&vt, "    2602 Harbor View Apartments", NEWS_MS);
	assert_null(strstr(vt_look(&vt), " · as of "));
	child_stop(&office.service, SIGTERM);
	vt_wait_within(&vt, "offline", NEWS_MS);
	vt_wait_within(&vt, " · as of ", NEWS_MS);
	assert_non_null(strstr(vt_look(&vt), "► IN"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_panel_shows_what_was_pressed_elsewhere_and_when_it_heard,
			setup, tear_down),
	};

	return cmocka_run_group_tests_name(
		"two_devices", tests, open_office, close_office);
}
