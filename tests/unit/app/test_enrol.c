/* A journal that was put back or has a twin, a key that is lost, a service
 * that was restored: what both sides know of each other's enrolments. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deliver.h"
#include "app/press.h"
#include "fake/world.h"
#include "lib/cmocka_all.h"
#include "src/app/turn.h"
#include "wire/wire.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define NEW_ID "019b0000-0000-7000-8000-000000000007"
#define NEW                                                                    \
	"{\"id\":\"" NEW_ID "\",\"credential\":\"cce_new\",\"highest\":0,"     \
	"\"previous\":\"ee010000-0000-0000-0000-000000000000\"}"

static struct world world;
static struct {
	int times;
	struct err err;
} told;
static bool restored; /* the service, and holds nothing of ours */

static int
setup(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	restored = false;
	world_open(&world);
	world_sign_in(&world, OWN);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

static void
on_done(void *ctx, const struct err *err)
{
	(void)ctx;
	told.times++;
	told.err = *err;
}

/* As a press has it delivered: no news are asked for. */
static void
deliver(deliver_on_done *done, void *ctx)
{
	turn_want(world.app, false, false, done, ctx);
}

static size_t
count_waiting(void)
{
	size_t n = 0;

	for (size_t i = 0; i < world.store.count; i++)
		n += world.store.punches[i].state == KEPT_WAITING;
	return n;
}

static enum verdict_kind
kind_of(const struct id *punch)
{
	for (size_t i = 0; i < world.store.count && !restored; i++)
		if (id_equal(&world.store.punches[i].punch.id, punch) &&
			world.store.punches[i].state == KEPT_ANSWERED)
			return VERDICT_DUPLICATE;
	return VERDICT_RECORDED;
}

/* What was not answered before is recorded, and besides what `answer` says. */
static size_t
answer_with(struct wire_verdicts answer)
{
	struct fake_request *request = world_request(&world, "/v1/punches");
	struct verdict verdicts[16] = {{.kind = VERDICT_RECORDED}};
	struct wire_delivery delivery;
	struct err err = {0};
	struct str body;

	if (wire_delivery_decode(
		    request->body.data, request->body.len, &delivery, &err) < 0)
		fail_msg("%s", err.text);
	assert_in_range(delivery.count, 0, 16);
	for (size_t i = 0; i < delivery.count; i++)
		verdicts[i] = (struct verdict){
			.punch = delivery.punches[i].id,
			.kind = kind_of(&delivery.punches[i].id),
			.first = VERDICT_RECORDED,
			.ledger_seq = 1 + (int64_t)i,
			.at_ms = delivery.punches[i].pressed.wall_ms,
		};
	answer.verdicts = verdicts;
	answer.count = delivery.count;
	if (answer.highest == 0)
		answer.highest = delivery.highest;
	if (answer.own.watermark == 0)
		answer.own.watermark = delivery.highest;
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_verdicts_encode(&answer, &body);
	wire_delivery_release(&delivery);
	fake_transport_answer(&world.transport, request, 200, body.data);
	str_release(&body);
	return answer.count;
}

static void
refuse(const char *path, int status)
{
	struct wire_problem problem = {
		.type = "unauthenticated", .title = "No", .status = status};
	struct str body;

	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport, world_request(&world, path),
		status, body.data);
	str_release(&body);
}

static void
make_new(void)
{
	struct fake_request *request = world_request(&world, "/v1/enrolments");

	assert_string_equal(request->method, "POST");
	fake_transport_answer(&world.transport, request, 201, NEW);
	world_settle(&world);
}

static bool
is_in_keyring(const char *secret)
{
	for (size_t i = 0; i < 8; i++)
		if (world.keyring.items[i].secret.len == strlen(secret) &&
			memcmp(world.keyring.items[i].secret.data, secret,
				strlen(secret)) == 0)
			return true;
	return false;
}

/* That one goes on as before. */
static void
expect_old(void)
{
	assert_int_equal(world.store.enrolment_count, 1);
	assert_false(world.store.enrolments[0].ended);
	assert_int_equal(world.store.tells, 0);
}

static void
expect_new(void)
{
	char text[ID_TEXT_BYTES];

	assert_int_equal(world.store.enrolment_count, 2);
	assert_true(world.store.enrolments[0].ended);
	assert_string_equal(
		id_format(&world.store.enrolments[1].id, text), NEW_ID);
	assert_string_equal(world.store.enrolments[1].username, "dana");
	assert_true(is_in_keyring("cce_new"));
	assert_true(is_in_keyring("cce_delivery"));
	assert_int_equal(world.store.tells, 1);
	assert_non_null(strstr(world.store.told, "copy"));
	assert_non_null(strstr(world.store.told, "nothing is lost"));
}

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

static void
lose_key(const char *secret)
{
	for (size_t i = 0; i < 8; i++)
		if (world.keyring.items[i].secret.len == strlen(secret) &&
			memcmp(world.keyring.items[i].secret.data, secret,
				strlen(secret)) == 0)
			secret_release(&world.keyring.items[i].secret);
}

/* Dana has another enrolment by now. */
static void
begin_another(bool with_old_key)
{
	(void)world_enrol(&world, 2, "cce_second");
	if (!with_old_key)
		lose_key("cce_delivery");
}

static void
expect_brought(void)
{
	struct fake_request *request = world_request(&world, "/v1/punches");
	struct wire_delivery delivery;
	struct err err = {0};

	assert_string_equal(request->bearer, "cce_second");
	assert_int_equal(wire_delivery_decode(request->body.data,
				 request->body.len, &delivery, &err),
		0);
	assert_int_equal(delivery.enrolment.bytes[1], 2);
	assert_int_equal(delivery.highest, 0);
	assert_int_equal(delivery.count, 2);
	assert_int_equal(delivery.punches[0].enrolment.bytes[1], 1);
	assert_int_equal(delivery.punches[1].number, 2);
	wire_delivery_release(&delivery);
	assert_int_equal(answer_with((struct wire_verdicts){0}), 2);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_int_equal(world.store.punches[1].state, KEPT_ANSWERED);
}

static void
a_lost_key_s_punches_are_brought(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	begin_another(false);
	deliver(on_done, NULL);
	expect_brought();
}

static void
a_refused_key_s_punches_are_brought(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	begin_another(true);
	deliver(on_done, NULL);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	refuse("/v1/punches", 401);
	expect_brought();
}

/* There is nothing better than the current one: it takes a sign-in. */
static void
nobody_brings_for_the_current_one(void **state)
{
	(void)state;
	world_keep_go(&world, 2);
	lose_key("cce_delivery");
	deliver(on_done, NULL);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_AUTH);
	assert_non_null(strstr(told.err.text, "sign in as dana"));
	assert_int_equal(world.store.punches[0].state, KEPT_WAITING);
	assert_int_equal(app_link(world.app, NULL), APP_LINK_SIGN_IN);
}

/* Somebody else's kept punches hold up nobody. */
static void
another_person_s_lost_key_stops_no_news(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	world.store.enrolments[0].person = world.colleague;
	begin_another(false);
	deliver_sync(world.app, false, on_done, NULL);
	world_answer_contact(&world);
	world_request(&world, "/v1/token");
}

/* The service knows less of an earlier enrolment than it once answered. */
static void
what_is_missing_of_an_earlier_one_is_sent_again(void **state)
{
	struct wire_verdicts answer = {
		.earlier = {{.enrolment = {{0xee, 1}}, .watermark = 1}},
		.earlier_count = 1,
	};

	(void)state;
	world_keep_go(&world, 3);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	begin_another(true);
	deliver_sync(world.app, false, on_done, NULL);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_second");
	answer_with(answer);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	/* With the first, which a twin of this journal may have filled in. */
	assert_int_equal(answer_with((struct wire_verdicts){0}), 3);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
}

/* What another place's service answered is none of this one's business. */
static void
another_account_s_is_not_sent_again(void **state)
{
	struct wire_verdicts answer = {
		.earlier = {{.enrolment = {{0xee, 1}}}},
		.earlier_count = 1,
	};

	(void)state;
	world_keep_go(&world, 1);
	world.store.punches[0].state = KEPT_ANSWERED;
	begin_another(true);
	world.store.enrolments[0].account = 77;
	deliver_sync(world.app, false, on_done, NULL);
	answer_with(answer);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
}

/* It does not name one of ours: restored from a copy of before it began. */
static void
an_enrolment_that_it_does_not_know_is_brought(void **state)
{
	(void)state;
	world_keep_go(&world, 3);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	begin_another(false);
	deliver_sync(world.app, false, on_done, NULL);
	answer_with((struct wire_verdicts){0});
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_second");
	assert_int_equal(answer_with((struct wire_verdicts){0}), 3);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
}

/* So it was restored: of the one that it knows, it may lack what a twin's
 * presses hide from it. */
static void
with_it_all_earlier_ones_are_sent_again(void **state)
{
	struct wire_verdicts answer = {
		.earlier = {{.enrolment = {{0xee, 1}}, .watermark = 2}},
		.earlier_count = 1,
	};

	(void)state;
	world_keep_go(&world, 2);
	begin_another(true);
	world_keep_go(&world, 1);
	for (size_t i = 0; i < 3; i++)
		world.store.punches[i].state = KEPT_ANSWERED;
	(void)world_enrol(&world, 3, "cce_third");
	deliver_sync(world.app, false, on_done, NULL);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_third");
	answer_with(answer);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_delivery");
	assert_int_equal(answer_with((struct wire_verdicts){0}), 2);
	assert_string_equal(
		world_request(&world, "/v1/punches")->bearer, "cce_second");
	assert_int_equal(answer_with((struct wire_verdicts){0}), 1);
	world_request(&world, "/v1/token");
	assert_int_equal(count_waiting(), 0);
}

/* Once something was recorded under the new one, that has been seen to. */
static void
and_not_for_ever(void **state)
{
	(void)state;
	world_keep_go(&world, 1);
	begin_another(false);
	world_keep_go(&world, 1);
	world.store.punches[0].state = KEPT_ANSWERED;
	world.store.punches[1].state = KEPT_ANSWERED;
	deliver_sync(world.app, false, on_done, NULL);
	answer_with((struct wire_verdicts){0});
	world_request(&world, "/v1/token");
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
		T(a_lost_key_s_punches_are_brought),
		T(a_refused_key_s_punches_are_brought),
		T(nobody_brings_for_the_current_one),
		T(another_person_s_lost_key_stops_no_news),
		T(what_is_missing_of_an_earlier_one_is_sent_again),
		T(another_account_s_is_not_sent_again),
		T(an_enrolment_that_it_does_not_know_is_brought),
		T(with_it_all_earlier_ones_are_sent_again),
		T(and_not_for_ever),
		T(a_late_answer_is_dropped),
		T(what_somebody_left_behind_is_delivered),
	};

	return cmocka_run_group_tests_name("enrol", tests, NULL, NULL);
}
