/* News over fake ports: lists of many pages, cursors, answers that end. */

#include "news_scene.h"

static void
a_list_without_end_is_not_read_for_ever(void **state)
{
	sync_begin();
	answer_renewal();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_OUT, 0);
	answer_catalog("Pine Rd School", "c1", true);
	world_settle(&world);
	answer_catalog("Pine Rd School", "c1", true);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_DATA);
}

/* A press while a long list is read goes between two of its pages. */
static void
a_press_does_not_wait_for_the_whole_list(void **state)
{
	const struct press press = press_go();
	struct receipt receipt;
	struct err err = {0};

	sync_begin();
	answer_renewal();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_OUT, 0);
	world_request(&world, "/v1/catalog");
	assert_int_equal(press_record(world.app, &press, &receipt, &err), 0);
	answer_catalog("Pine Rd School", "c1", true);
	world_request(&world, "/v1/punches");
}

static void
expect_a_new_beginning(int status)
{
	struct wire_problem problem = {
		.type = "not-found", .title = "Gone", .status = status};
	struct fake_request *request;

	(void)str_copy(
		world.catalog.cursor, sizeof(world.catalog.cursor), "old");
	sync_begin();
	answer_renewal();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_OUT, 0);
	wire_problem_encode(&problem, &body);
	request = world_request(&world, "since=old");
	fake_transport_answer(&world.transport, request, status, body.data);
	str_clear(&body);
	request = world_request(&world, "/v1/catalog?limit=1000");
	assert_null(strstr(request->url, "since"));
	answer_catalog("Quay 7", "c1", false);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(world.catalog.count, 1);
}

static void
a_cursor_that_is_too_old_begins_anew_once(void **state)
{
	(void)state;
	expect_a_new_beginning(410);
}

/* The service came back from a backup, or another one stands there now. */
static void
a_cursor_of_another_service_begins_anew_once(void **state)
{
	(void)state;
	expect_a_new_beginning(422);
}

static void
half_an_answer_leaves_what_was_known(void **state)
{
	size_t count = world.catalog.count;

	sync_begin();
	answer_renewal();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_OUT, 0);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/catalog"), 200,
		"{\"entries\":[{\"kind\":\"location\"");
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_not_equal(told.err.kind, ERR_NONE);
	assert_int_equal(world.catalog.count, count);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_list_without_end_is_not_read_for_ever),
		T(a_press_does_not_wait_for_the_whole_list),
		T(a_cursor_that_is_too_old_begins_anew_once),
		T(a_cursor_of_another_service_begins_anew_once),
		T(half_an_answer_leaves_what_was_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
