/* A journal that was put back or has a twin, a key that is lost, a service
 * that was restored: what both sides know of each other's enrolments. */

#include "app/press.h"
#include "enrol_scene.h"

/* Yesterday's journal, today's service: nothing waits, and it is found out. */
static void
a_journal_that_was_put_back(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	world.store.punches[0].state = KEPT_ANSWERED;
	world.store.punches[1].state = KEPT_ANSWERED;
	deliver_sync(world.app, false, on_done, NULL);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	answer_with((struct wire_verdicts){.highest = 5});
	assert_string_equal(world_request(&world, "/v1/enrolments")->bearer,
		"cce_delivery");
	make_new();
	expect_new();
	/* What was pressed stays; what is pressed now goes under the new. */
	world_keep_go(&world, 1);
	assert_int_equal(world.store.punches[1].punch.enrolment.bytes[0], 0xee);
	assert_int_equal(world.store.punches[2].punch.number, 1);
	assert_true(id_equal(&world.store.punches[2].punch.enrolment,
		&world.store.enrolments[1].id));
}

/* The twin took its own already, or the answer to ours was lost. */
static void
one_that_has_ended(void **state)
{
	struct fake_request *request;

	(void)state;
	world_keep_go(&world, 3);
	deliver(on_done, NULL);
	assert_int_equal(answer_with((struct wire_verdicts){.ended = true}), 3);
	make_new();
	expect_new();
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	answer_with((struct wire_verdicts){.ended = true});
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	/* A press under the new one goes by the new key. */
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	request = world_request(&world, "/v1/punches");
	assert_string_equal(request->bearer, "cce_new");
	assert_non_null(strstr(request->body.data, NEW_ID));
}

static void
one_that_is_used_in_two_places(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	answer_with((struct wire_verdicts){.forked = true});
	make_new();
	expect_new();
}

/* The service was restored from a copy, and the twin has sent its numbers
 * again since: of ours it misses none, but has none. */
static void
what_a_twin_hides_is_sent_again(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	world.store.punches[0].state = KEPT_ANSWERED;
	world.store.punches[1].state = KEPT_ANSWERED;
	deliver_sync(world.app, false, on_done, NULL);
	answer_with((struct wire_verdicts){.forked = true});
	make_new();
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	assert_int_equal(
		answer_with((struct wire_verdicts){.forked = true}), 2);
	/* Once: the next turn has the new one's contact alone. */
	world_request(&world, "/v1/token");
	assert_int_equal(world.store.punches[0].state, KEPT_ANSWERED);
	assert_int_equal(world.store.punches[1].state, KEPT_ANSWERED);
}

/* Nothing waits, nobody says that it has a twin, and no number is missing:
 * what was answered last does not stand there. */
static void
what_a_twin_filled_in_is_found_out(void **state)
{
	(void)state;
	world_keep_go(&world, 3);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	restored = true;
	deliver_sync(world.app, false, on_done, NULL);
	assert_int_equal(answer_with((struct wire_verdicts){0}), 1);
	assert_int_equal(answer_with((struct wire_verdicts){0}), 3);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
}

/* A contact asks whether the last one stands; it does, and no more is sent. */
static void
what_stands_is_not_sent_again(void **state)
{
	struct fake_request *request;

	(void)state;
	world_keep_go(&world, 3);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	deliver_sync(world.app, false, on_done, NULL);
	request = world_request(&world, "/v1/punches");
	assert_non_null(strstr(request->body.data, "\"number\":3"));
	assert_int_equal(answer_with((struct wire_verdicts){0}), 1);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
	/* Its first answer stands, too. */
	assert_int_equal(world.store.punches[2].verdict.ledger_seq, 0);
}

/* Between what was sent and its answer another process pressed and told. */
static void
a_press_meanwhile_is_no_copy(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	world_request(&world, "/v1/punches");
	world.store.enrolments[0].last_number = 4;
	answer_with((struct wire_verdicts){.highest = 4});
	world_settle(&world);
	assert_null(fake_transport_next(&world.transport));
	expect_old();
}

/* What is kept meanwhile still goes by the old key. */
static void
without_a_new_one_the_old_one_goes_on(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	answer_with((struct wire_verdicts){.forked = true});
	world_keep_go(&world, 1);
	refuse("/v1/enrolments", 503);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	/* Not in the same turn again. */
	answer_with((struct wire_verdicts){.forked = true});
	world_settle(&world);
	assert_null(fake_transport_next(&world.transport));
	expect_old();
	/* But in the next one. */
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	answer_with((struct wire_verdicts){.forked = true});
	make_new();
	expect_new();
}

static void
a_new_one_whose_key_is_not_kept_is_not_used(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	answer_with((struct wire_verdicts){.ended = true});
	world_request(&world, "/v1/enrolments");
	world.keyring.fail = ERR_LOCKED;
	make_new();
	expect_old();
}

/* The session is of the new one from its next renewal on. */
static void
the_session_follows(void **state)
{
	(void)state;
	deliver_sync(world.app, false, on_done, NULL);
	answer_with((struct wire_verdicts){.ended = true});
	make_new();
	assert_string_equal(
		world_request(&world, "/v1/token")->bearer, "cce_new");
}

/* The machine slept over it: by then it says nothing any more. */
static void
a_late_answer_is_dropped(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	deliver(on_done, NULL);
	world_request(&world, "/v1/punches");
	fake_time_pass(&world.time, 30001);
	answer_with((struct wire_verdicts){.forked = true});
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_UNAVAILABLE);
	assert_non_null(strstr(told.err.text, "too late"));
	assert_int_equal(count_waiting(), 1);
	expect_old();
}

/* Luis has signed in since; what Dana left behind goes by her key, which is
 * then forgotten. */
static void
what_somebody_left_behind_is_delivered(void **state)
{
	struct account *account = &world.store.accounts[0];

	(void)state;
	world_keep_go(&world, 2);
	account->person.id = world.colleague;
	(void)str_copy(account->username, sizeof(account->username), "luis");
	world_reopen(&world);
	deliver(on_done, NULL);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	assert_int_equal(
		answer_with((struct wire_verdicts){.forked = true}), 2);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_false(is_in_keyring("cce_delivery"));
	expect_old();
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_journal_that_was_put_back),
		T(one_that_has_ended),
		T(one_that_is_used_in_two_places),
		T(what_a_twin_hides_is_sent_again),
		T(what_a_twin_filled_in_is_found_out),
		T(what_stands_is_not_sent_again),
		T(a_press_meanwhile_is_no_copy),
		T(without_a_new_one_the_old_one_goes_on),
		T(a_new_one_whose_key_is_not_kept_is_not_used),
		T(the_session_follows),
		T(a_late_answer_is_dropped),
		T(what_somebody_left_behind_is_delivered),
	};

	return cmocka_run_group_tests_name("enrol", tests, NULL, NULL);
}
