/* Delivery over fake ports where it fails: what never counts as an answer,
 * whose failure is told, when it is tried again. */

#include <string.h>

#include "deliver_scene.h"
#include "src/loop/state.h"

/* Each of these is no answer: everything is still kept, and said why. */
static void
no_answer(int status, const char *body)
{
	struct told told = {0};

	deliver(on_done, &told);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/punches"), status, body);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_not_equal(told.err.kind, ERR_NONE);
	assert_true(told.err.text[0] != '\0');
	assert_int_equal(waiting(), 2);
	assert_false(world.store.leading);
}

static void
nothing_else_counts_as_an_answer(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	no_answer(200, "");
	no_answer(200, "{}");
	no_answer(200, "{\"results\":[]}");
	no_answer(200, "<html>Welcome to the hotel</html>");
	no_answer(200, "{\"results\":[{\"id\":\"00000000-0000-7000-8000-"
		       "000000000001\",\"result\":\"recorded\"}]}");
	no_answer(204, "");
	no_answer(302, "");
	no_answer(401, "{}");
	no_answer(403, "{}");
	no_answer(404, "nothing here");
	no_answer(429, "{}");
	no_answer(500, "oops");
	no_answer(503, "{}");
}

/* The right shape, for other punches than those that were sent. */
static void
a_foreign_answer_is_not_believed(void **state)
{
	struct verdict verdicts[2] = {
		{.punch = {{9}}, .ledger_seq = 1, .at_ms = 1},
		{.punch = {{8}}, .ledger_seq = 2, .at_ms = 1},
	};
	struct wire_verdicts answer = {.verdicts = verdicts, .count = 2};
	struct str body;

	(void)state;
	world_keep_go(&world, 2);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_verdicts_encode(&answer, &body);
	no_answer(200, body.data);
	str_release(&body);
}

static void
the_cut_network_keeps_everything(void **state)
{
	static const enum transport_end ends[] = {TRANSPORT_UNREACHABLE,
		TRANSPORT_TIMEOUT, TRANSPORT_UNTRUSTED, TRANSPORT_BROKEN,
		TRANSPORT_MISSING};

	(void)state;
	world_keep_go(&world, 2);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct told told = {0};
		const char *why;

		deliver(on_done, &told);
		fake_transport_fail(&world.transport,
			world_request(&world, "/v1/punches"), ends[i],
			"it is cut");
		world_settle(&world);
		assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
		assert_int_equal(waiting(), 2);
		assert_int_equal(app_link(world.app, &why), APP_LINK_OFFLINE);
		assert_string_equal(why, "it is cut");
	}
}

static void
a_locked_keyring_keeps_everything_and_is_named(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	world.keyring.fail = ERR_LOCKED;
	deliver(on_done, &told);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_LOCKED);
	assert_int_equal(world.transport.started, 0);
	assert_int_equal(waiting(), 1);
	world.keyring.fail = ERR_NONE;
	deliver(on_done, &told);
	(void)answer_delivery(
		world_request(&world, "/v1/punches"), VERDICT_RECORDED);
	world_settle(&world);
	assert_int_equal(waiting(), 0);
}

/* A second company on another service, with a key of its own. */
static void
add_account_two(void)
{
	struct store store = fake_store_port(&world.store);
	struct keyring keyring = fake_keyring_port(&world.keyring);
	struct account other = world.store.accounts[0];
	struct enrolment enrolment = {.id = {{0xee, 2}}, .person = world.dana};
	char id[ID_TEXT_BYTES];
	struct keyring_label label = {"https://two.example.com", "second",
		id_format(&enrolment.id, id), "delivery"};
	struct secret key = {0};
	struct err err = {0};

	other.number = 0;
	(void)str_copy(other.server, sizeof(other.server), label.server);
	(void)str_copy(other.person.company_id, sizeof(other.person.company_id),
		label.company_id);
	assert_int_equal(store.ops->account_save(store.self, &other, &err), 0);
	enrolment.account = other.number;
	assert_int_equal(
		store.ops->enrolment_save(store.self, &enrolment, &err), 0);
	(void)secret_set(&key, "cce_second", 10);
	assert_int_equal(
		keyring.ops->save(keyring.self, &label, &key, &err), 0);
	secret_release(&key);
	world.store.punches[1] = world.store.punches[0];
	world.store.punches[1].number = 2;
	world.store.punches[1].account = 2;
	world.store.punches[1].punch.enrolment = enrolment.id;
	world.store.punches[1].punch.id.bytes[15] ^= 1;
	world.store.count = 2;
}

static void
refuse_delivery(const char *key)
{
	struct wire_problem problem = {
		.type = "unauthorized", .title = "No", .status = 401};
	struct fake_request *request = world_request(&world, "/v1/punches");
	struct str body;

	assert_string_equal(request->bearer, key);
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport, request, 401, body.data);
	str_release(&body);
}

/* Another process got a new one; or the keyring is locked by now. */
static void
a_key_that_is_not_taken_is_looked_for_again(void **state)
{
	struct told told = {0};

	world_keep_go(&world, 1);
	deliver(on_done, &told);
	refuse_delivery("cce_delivery");
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_AUTH);
	for (size_t i = 0; i < 8; i++)
		if (strstr(world.keyring.items[i].label, "delivery") != NULL)
			(void)secret_set(
				&world.keyring.items[i].secret, "cce_newer", 9);
	deliver(on_done, &told);
	refuse_delivery("cce_newer");
	world_settle(&world); /* the keyring is looked into on a thread */
	world.keyring.fail = ERR_LOCKED;
	deliver(on_done, &told);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_newer");
}

static void
an_account_that_fails_does_not_hold_up_another(void **state)
{
	struct told told = {0};
	struct fake_request *request;

	(void)state;
	world_keep_go(&world, 1);
	add_account_two();
	deliver(on_done, &told);
	fake_transport_fail(&world.transport,
		world_request(&world, "https://time.example.com/v1/punches"),
		TRANSPORT_UNREACHABLE, "gone");
	request = world_request(&world, "https://two.example.com/v1/punches");
	assert_string_equal(request->bearer, "cce_second");
	assert_int_equal(answer_delivery(request, VERDICT_RECORDED), 1);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
	assert_int_equal(world.store.punches[0].state, KEPT_WAITING);
	assert_int_equal(world.store.punches[1].state, KEPT_ANSWERED);
}

/* The one that was there first is what is told. */
static void
of_two_failures_the_first_is_told(void **state)
{
	struct told told = {0};

	world_keep_go(&world, 1);
	add_account_two();
	deliver(on_done, &told);
	fake_transport_fail(&world.transport,
		world_request(&world, "https://time.example.com/v1/punches"),
		TRANSPORT_UNREACHABLE, "gone");
	fake_transport_fail(&world.transport,
		world_request(&world, "https://two.example.com/v1/punches"),
		TRANSPORT_UNREACHABLE, "moved");
	world_settle(&world);
	assert_non_null(strstr(told.err.text, "gone"));
}

/* An old account whose service is gone does not cut off from the present. */
static void
news_come_whatever_another_account_s_service_does(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	add_account_two();
	deliver_sync(world.app, false, on_done, &told);
	(void)answer_delivery(
		world_request(&world, "https://time.example.com/v1/punches"),
		VERDICT_RECORDED);
	fake_transport_fail(&world.transport,
		world_request(&world, "https://two.example.com/v1/punches"),
		TRANSPORT_UNREACHABLE, "gone");
	world_request(&world, "https://time.example.com/v1/token");
}

/* A queue that no answer moves is not sent again and again. */
static void
an_answer_that_moves_nothing_backs_off(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	world.store.stuck = true;
	deliver_keep(world.app);
	deliver(on_done, &told);
	(void)answer_delivery(
		world_request(&world, "/v1/punches"), VERDICT_DUPLICATE);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_DATA);
	/* A wait may be over at once, by chance, but not again and again. */
	for (int i = 0; i < 3 && fake_transport_next(&world.transport) != NULL;
		i++) {
		(void)answer_delivery(world_request(&world, "/v1/punches"),
			VERDICT_DUPLICATE);
		world_settle(&world);
	}
	assert_null(fake_transport_next(&world.transport));
	assert_true(timer_wait_ms(world.loop) >= 0);
	assert_int_equal(waiting(), 1);
}

static void
what_waits_and_is_not_given_backs_off(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	world.store.hides = true;
	deliver_keep(world.app);
	deliver(on_done, &told);
	do /* the next one may come within the same moment */
		world_settle(&world);
	while (turn_is_running(world.app));
	assert_int_equal(told.times, 1);
	deliver_wait(world.app, on_done, &told);
	assert_int_equal(told.times, 2); /* none is under way */
	assert_int_equal(told.err.kind, ERR_DATA);
	assert_true(timer_wait_ms(world.loop) >= 0);
}

/* What one service asks for is not shortened by what becomes of another. */
static void
a_wait_that_was_asked_for_outlasts_news(void **state)
{
	struct told told = {0};

	(void)state;
	deliver_keep(world.app);
	world_keep_go(&world, 1);
	add_account_two();
	deliver_sync(world.app, false, on_done, &told);
	(void)answer_delivery(
		world_request(&world, "https://time.example.com/v1/punches"),
		VERDICT_RECORDED);
	world_settle(&world);
	world.transport.retry_after_ms = 600 * 1000;
	fake_transport_answer(&world.transport,
		world_request(&world, "https://two.example.com/v1/punches"),
		503, "{}");
	fake_transport_fail(&world.transport,
		world_request(&world, "/v1/token"), TRANSPORT_UNREACHABLE,
		"gone");
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_true(timer_wait_ms(world.loop) > 540 * 1000);
}

static void
and_another_delivery(void **state)
{
	(void)state;
	deliver_keep(world.app);
	world_keep_go(&world, 1);
	add_account_two();
	deliver(NULL, NULL);
	world.transport.retry_after_ms = 600 * 1000;
	fake_transport_answer(&world.transport,
		world_request(&world, "https://time.example.com/v1/punches"),
		503, "{}");
	world.transport.retry_after_ms = 0;
	(void)answer_delivery(
		world_request(&world, "https://two.example.com/v1/punches"),
		VERDICT_RECORDED);
	world_settle(&world);
	assert_true(timer_wait_ms(world.loop) > 540 * 1000);
}

/* Nobody is signed in, an old account's service is gone: no news, no haste. */
static void
a_failure_is_told_where_there_is_nobody_to_ask_news_for(void **state)
{
	struct told told = {0};

	(void)state;
	world_keep_go(&world, 1);
	add_account_two();
	world.store.punches[0].state = KEPT_ANSWERED;
	world.store.accounts[0].signed_in = false;
	world.store.current = 0;
	world_reopen(&world);
	deliver_keep(world.app);
	world.transport.unreachable = "gone";
	deliver_sync(world.app, false, on_done, &told);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
	assert_int_equal(world.store.punches[1].state, KEPT_WAITING);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(nothing_else_counts_as_an_answer),
		T(a_foreign_answer_is_not_believed),
		T(the_cut_network_keeps_everything),
		T(a_locked_keyring_keeps_everything_and_is_named),
		T(a_key_that_is_not_taken_is_looked_for_again),
		T(an_account_that_fails_does_not_hold_up_another),
		T(of_two_failures_the_first_is_told),
		T(news_come_whatever_another_account_s_service_does),
		T(an_answer_that_moves_nothing_backs_off),
		T(what_waits_and_is_not_given_backs_off),
		T(a_wait_that_was_asked_for_outlasts_news),
		T(and_another_delivery),
		T(a_failure_is_told_where_there_is_nobody_to_ask_news_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
