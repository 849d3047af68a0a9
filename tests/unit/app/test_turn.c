/* When a turn comes after one that failed. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/deliver.h"
#include "fake/world.h"
#include "src/loop/state.h"
#include "wire/wire.h"

#define ASKED_MS (10 * 60 * 1000)

static struct world world;

static int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, 1u << PERMISSION_CLOCK_IN_OUT);
	deliver_keep(world.app);
	world.transport.retry_after_ms = ASKED_MS;
	return 0;
}

static int
teardown(void **state)
{
	world_close(&world);
	return 0;
}

static void
answer_later(struct fake_request *request)
{
	struct wire_problem problem = {
		.type = "overloaded", .title = "Later", .status = 503};
	struct str body;

	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport, request, 503, body.data);
	str_release(&body);
}

/* Nothing happens before; the test itself may take a minute. */
static void
expect_patience(void)
{
	world_settle(&world);
	assert_null(fake_transport_next(&world.transport));
	assert_true(timer_wait_ms(world.loop) > ASKED_MS - 60 * 1000);
}

static void
a_delivery_waits_as_long_as_it_is_asked_to(void **state)
{
	world_go(&world);
	answer_later(world_request(&world, "/v1/punches"));
	expect_patience();
}

static void
a_sign_in_of_the_program_does(void **state)
{
	deliver_sync(world.app, false, NULL, NULL);
	world_answer_contact(&world);
	answer_later(world_request(&world, "/v1/token"));
	expect_patience();
}

static void
news_do(void **state)
{
	struct wire_session session = {
		.expires_in_s = 900, .person = world.store.accounts[0].person};
	struct str body;

	str_init(&body, WIRE_ANSWER_BYTES);
	(void)secret_set(&session.access, "cca_1", 5);
	(void)secret_set(&session.refresh, "ccr_1", 5);
	wire_session_encode(&session, &body);
	wire_session_release(&session);
	deliver_sync(world.app, false, NULL, NULL);
	world_answer_contact(&world);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/token"), 200, body.data);
	str_release(&body);
	answer_later(world_request(&world, "/v1/me"));
	expect_patience();
}

/* Nobody asked for anything: then it tries again soon. */
static void
a_network_that_is_cut_is_tried_again_soon(void **state)
{
	world_go(&world);
	fake_transport_fail(&world.transport,
		world_request(&world, "/v1/punches"), TRANSPORT_UNREACHABLE,
		"gone");
	world_settle(&world);
	assert_true(timer_wait_ms(world.loop) < ASKED_MS / 2);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_delivery_waits_as_long_as_it_is_asked_to),
		T(a_sign_in_of_the_program_does),
		T(news_do),
		T(a_network_that_is_cut_is_tried_again_soon),
	};

	return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
