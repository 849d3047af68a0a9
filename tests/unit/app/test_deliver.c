/* Delivery over fake ports: what counts as an answer, and what never does. */

#include <string.h>

#include "deliver_scene.h"
#include "src/loop/state.h"

static void
kept_punches_arrive_in_order_with_the_devices_key(void **state)
{
	struct told told = {0};
	struct fake_request *request;

	(void)state;
	world_keep_go(&world, 3);
	deliver(on_done, &told);
	request = world_request(&world, "https://time.example.com/v1/punches");
	assert_string_equal(request->method, "POST");
	assert_string_equal(request->bearer, "cce_delivery");
	assert_int_equal(answer_delivery(request, VERDICT_RECORDED), 3);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(waiting(), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(world.store.punches[i].state, KEPT_ANSWERED);
	assert_false(world.store.leading);
	assert_int_equal(app_link(world.app, NULL), APP_LINK_ONLINE);
}

static void
many_go_in_batches(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, WIRE_PUNCHES_MAX + 7);
	deliver(on_done, &told);
	assert_int_equal(answer_delivery(world_request(&world, "/v1/punches"),
				 VERDICT_RECORDED),
		WIRE_PUNCHES_MAX);
	assert_int_equal(told.times, 0);
	assert_int_equal(answer_delivery(world_request(&world, "/v1/punches"),
				 VERDICT_DUPLICATE),
		7);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(waiting(), 0);
}

/* What failed before a part arrived no longer makes the next try late. */
static void
a_part_that_arrives_begins_the_waits_anew(void **state)
{
	(void)state;
	world_keep_go(&world, 2 * WIRE_PUNCHES_MAX + 7);
	deliver_keep(world.app);
	for (int part = 0; part < 2; part++) {
		for (int i = 0; i < 9; i++) {
			deliver(NULL, NULL);
			fake_transport_fail(&world.transport,
				world_request(&world, "/v1/punches"),
				TRANSPORT_UNREACHABLE, "gone");
			world_settle(&world);
		}
		deliver(NULL, NULL);
		(void)answer_delivery(
			world_request(&world, "/v1/punches"), VERDICT_RECORDED);
		fake_transport_fail(&world.transport,
			world_request(&world, "/v1/punches"),
			TRANSPORT_UNREACHABLE, "gone");
		world_settle(&world);
		/* A wait that is shorter than a moment may be over already. */
		if (fake_transport_next(&world.transport) == NULL)
			assert_in_range(
				timer_wait_ms(world.loop), 0, RETRY_BASE_MS);
	}
}

static void
a_refused_punch_is_set_aside_and_can_be_retried(void **state)
{
	struct told told = {0};
	struct queue_counts counts;
	struct err err = {0};

	(void)state;
	world_keep_go(&world, 2);
	deliver(on_done, &told);
	(void)answer_delivery(
		world_request(&world, "/v1/punches"), VERDICT_REFUSED);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_NONE); /* nothing waits */
	assert_int_equal(deliver_counts(world.app, &counts, &err), 0);
	assert_int_equal(counts.set_aside, 2);
	assert_int_equal(deliver_retry(world.app,
				 &world.store.punches[1].punch.id, &err),
		0);
	assert_int_equal(answer_delivery(world_request(&world, "/v1/punches"),
				 VERDICT_RECORDED),
		1);
	assert_int_equal(world.store.punches[0].state, KEPT_SET_ASIDE);
	assert_int_equal(world.store.punches[1].state, KEPT_ANSWERED);
}

/* The service was restored from a copy of before the second of four. */
static void
what_a_restored_service_lost_is_sent_again(void **state)
{
	struct told told = {0};
	const int64_t lost = 1;

	(void)state;
	world_keep_go(&world, 3);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	world_keep_go(&world, 1);
	deliver(on_done, &told);
	assert_int_equal(answer_lossy(world_request(&world, "/v1/punches"),
				 VERDICT_RECORDED, &lost),
		1);
	/* All: more than it named may be lost, and filled in by a twin. */
	assert_int_equal(answer_delivery(world_request(&world, "/v1/punches"),
				 VERDICT_RECORDED),
		4);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(waiting(), 0);
}

/* A service that always says so is not sent everything for ever. */
static void
nothing_is_sent_again_twice_in_a_turn(void **state)
{
	struct told told = {0};
	const int64_t lost = 0;

	(void)state;
	world_keep_go(&world, 2);
	deliver(on_done, &told);
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			answer_lossy(world_request(&world, "/v1/punches"),
				VERDICT_DUPLICATE, &lost),
			2);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(waiting(), 0);
	assert_null(fake_transport_next(&world.transport));
}

static void
another_process_that_leads_is_waited_for(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	world.store.led_away = true;
	deliver(on_done, &told);
	assert_int_equal(told.times, 0);
	/* The other one delivered it. */
	world.store.punches[0].state = KEPT_ANSWERED;
	while (told.times == 0)
		world_settle(&world);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(world.transport.started, 0);
}

static void
long_comments_make_smaller_batches(void **state)
{
	struct told told = {0};
	size_t sent = 0;

	(void)state;
	world_keep_go(&world, WIRE_PUNCHES_MAX);
	for (size_t i = 0; i < world.store.count; i++)
		memset(world.store.punches[i].punch.comment, '\x01',
			PUNCH_COMMENT_BYTES - 1);
	deliver(on_done, &told);
	while (told.times == 0) {
		struct fake_request *request =
			world_request(&world, "/v1/punches");

		assert_true(request->body.len <= WIRE_REQUEST_BYTES);
		sent += answer_delivery(request, VERDICT_RECORDED);
		world_settle(&world);
	}
	assert_int_equal(sent, WIRE_PUNCHES_MAX);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(kept_punches_arrive_in_order_with_the_devices_key),
		T(many_go_in_batches),
		T(a_part_that_arrives_begins_the_waits_anew),
		T(a_refused_punch_is_set_aside_and_can_be_retried),
		T(what_a_restored_service_lost_is_sent_again),
		T(nothing_is_sent_again_twice_in_a_turn),
		T(another_process_that_leads_is_waited_for),
		T(long_comments_make_smaller_batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
