/* GO behind a STOP that was forgotten, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/stage.h"
#include "tui/panel/panel.h"
#include "wire/wire.h"

#define HOUR (60 * 60 * 1000)

static struct stage s;

/* IN since 08:00 yesterday. */
static int
setup(void **state)
{
	(void)state;
	stage_open(&s, TUI_PANEL, &panel_screen,
		STAGE_SELF | PERMISSION_SET(REQUEST_MISSED_PUNCH));
	stage_go_to_elm(&s);
	stage_pass(&s, 24 * HOUR);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	stage_close(&s);
	return 0;
}

/* The request that is no delivery; a session is renewed for it. */
static struct fake_request *
asked(void)
{
	for (;;) {
		struct fake_request *request;

		world_settle(&s.world);
		request = fake_transport_next(&s.world.transport);
		assert_non_null(request);
		if (strstr(request->url, "/v1/requests") != NULL)
			return request;
		if (strstr(request->url, "/v1/token") != NULL)
			world_answer_session(&s.world);
		else
			fake_transport_fail(&s.world.transport, request,
				TRANSPORT_UNREACHABLE, "no network");
	}
}

static void
another_job(void)
{
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
}

static void
stop_at(const char *text)
{
	stage_type(&s, text);
	stage_key(&s, KEY_IS_ENTER);
}

static void
the_stop_is_asked_for(void **state)
{
	struct fake_request *request;

	(void)state;
	another_job();
	stage_wants(&s, "Forgot to stop?");
	stage_wants(&s, "I stopped at");
	assert_int_equal(s.world.store.records, 1);
	stop_at("yesterday 07:00");
	stage_wants(&s, "does not lie between then and now");
	stop_at("no time");
	assert_int_equal(s.world.store.records, 1);
	stop_at("yesterday 16:30");
	assert_int_equal(s.world.store.records, 2);
	stage_wants(&s, "Oak Ave Depot");
	stage_wants(&s, "Asking for the STOP that is missing.");
	request = asked();
	assert_string_equal(request->method, "POST");
	assert_non_null(strstr(request->body.data, "\"press\":\"stop\""));
	fake_transport_answer(&s.world.transport, request, 200,
		"{\"id\":\"01000000-0000-8000-8000-000000000000\",\"seq\":7,"
		"\"state\":\"waits\"}");
	stage_wants(&s, "missed STOP");
	stage_wants(&s, "waits for your supervisor");
}

static void
it_is_refused(void **state)
{
	struct wire_problem shut = {.type = "shut",
		.title = "It is closed, or approved",
		.detail = "Its pay period is closed.",
		.status = 409};
	struct str body;

	(void)state;
	str_init(&body, 4096);
	another_job();
	stop_at("yesterday 16:30");
	assert_int_equal(s.world.store.records, 2);
	wire_problem_encode(&shut, &body);
	fake_transport_answer(&s.world.transport, asked(), 409, body.data);
	str_release(&body);
	stage_wants(&s, "NOT ASKED FOR: its pay period is");
	assert_int_equal(stage_role(&s, "missed STOP"), ROLE_ALARM);
}

/* Leaving waits for the answer, as for that of a press. */
static void
leaving_waits_for_it(void **state)
{
	struct fake_request *request;

	(void)state;
	another_job();
	stop_at("yesterday 16:30");
	request = asked();
	stage_type(&s, "q");
	stage_look(&s);
	assert_false(tui_wants_quit(s.tui));
	fake_transport_answer(&s.world.transport, request, 200,
		"{\"id\":\"01000000-0000-8000-8000-000000000000\",\"seq\":7,"
		"\"state\":\"waits\"}");
	stage_look(&s);
	assert_true(tui_wants_quit(s.tui));
}

static void
still_working_is_go(void **state)
{
	(void)state;
	another_job();
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 2);
	stage_misses(&s, "Asking for the STOP");
}

static void
esc_presses_nothing(void **state)
{
	(void)state;
	another_job();
	stage_type(&s, "n");
	stage_wants(&s, "I stopped at");
	stage_key(&s, KEY_IS_ESC);
	stage_misses(&s, "I stopped at");
	assert_int_equal(s.world.store.records, 1);
}

static void
whoever_may_not_ask_is_not_asked(void **state)
{
	(void)state;
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
	stage_go_to_elm(&s);
	stage_pass(&s, 24 * HOUR);
	another_job();
	stage_misses(&s, "I stopped at");
	assert_int_equal(s.world.store.records, 2);
}

/* All of it can be read in the smallest window. */
static void
it_fits_the_smallest_window(void **state)
{
	(void)state;
	stage_choose(&s, "oak", "fram");
	stage_resize(&s, TUI_ROWS_MIN, TUI_COLS_MIN);
	stage_type(&s, "g");
	stage_wants(&s, "I stopped at");
	stage_wants(&s, "Esc");
	stage_type(&s, "16:30");
	stage_wants(&s, "16:30");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_stop_is_asked_for),
		T(it_is_refused),
		T(leaving_waits_for_it),
		T(still_working_is_go),
		T(esc_presses_nothing),
		T(whoever_may_not_ask_is_not_asked),
		T(it_fits_the_smallest_window),
	};

	return cmocka_run_group_tests_name(
		"panel_forgotten", tests, NULL, NULL);
}
