/* What was pressed under an enrolment that cannot deliver any more is brought
 * by the next one; what a service lost is sent again, of earlier ones too. */

#include "enrol_scene.h"

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

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_lost_key_s_punches_are_brought),
		T(a_refused_key_s_punches_are_brought),
		T(nobody_brings_for_the_current_one),
		T(another_person_s_lost_key_stops_no_news),
		T(what_is_missing_of_an_earlier_one_is_sent_again),
		T(another_account_s_is_not_sent_again),
		T(an_enrolment_that_it_does_not_know_is_brought),
		T(with_it_all_earlier_ones_are_sent_again),
		T(and_not_for_ever),
	};

	return cmocka_run_group_tests_name("enrol_brought", tests, NULL, NULL);
}
