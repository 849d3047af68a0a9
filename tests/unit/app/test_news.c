/* News over fake ports: the person, the clock, the catalogue, the tokens. */

#include "news_scene.h"
#include "src/loop/state.h"

static void
everything_new_is_taken_over(void **state)
{
	struct face face;

	sync_begin();
	answer_renewal();
	answer_me(OWN | OTHERS);
	answer_clock(&world.dana, CLOCK_IN, 0);
	answer_catalog("Pine Rd School", "c1", true);
	assert_string_equal(world.catalog.cursor, "c1");
	assert_non_null(
		strstr(world_request(&world, "/v1/catalog")->url, "since=c1"));
	answer_catalog("Quay 7", "c2", false);
	world_settle(&world);
	assert_int_equal(told.times, 1);
	assert_int_equal(told.err.kind, ERR_NONE);
	assert_string_equal(world.catalog.cursor, "c2");
	assert_int_equal(
		app_account(world.app)->person.permissions, OWN | OTHERS);
	face = *world_look(&world, &world.dana);
	assert_int_equal(face.state.mode, CLOCK_IN);
	assert_string_equal(face.location.name, "Oak Ave Depot");
	assert_int_equal(app_link(world.app, NULL), APP_LINK_ONLINE);
}

/* News are no older than 30 s where nobody does anything. */
static void
clocks_are_asked_for_again_at_rest(void **state)
{
	deliver_keep(world.app);
	sync_begin();
	answer_renewal();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_IN, 0);
	answer_catalog("Pine Rd School", "c1", false);
	world_settle(&world);
	assert_null(fake_transport_next(&world.transport));
	assert_in_range(timer_wait_ms(world.loop), 0, 25 * 1000);
}

/* The renewed refresh token is what the keyring holds from now on. */
static void
a_renewed_session_is_kept_in_the_keyring(void **state)
{
	bool found = false;

	sync_begin();
	answer_renewal();
	world_settle(&world);
	for (size_t i = 0; i < 8; i++)
		found |= world.keyring.items[i].secret.len == 7 &&
			 memcmp(world.keyring.items[i].secret.data, "ccr_new",
				 7) == 0;
	assert_true(found);
}

static void
an_ended_session_wants_a_sign_in_and_punching_goes_on(void **state)
{
	const struct press press = press_go();
	struct wire_problem problem = {
		.type = "sign-in-failed",
		.title = "The sign-in was refused",
		.status = 401,
	};
	struct receipt receipt;
	struct err err = {0};
	struct fake_request *request;

	sync_begin();
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&world.transport,
		world_request(&world, "/v1/token"), 401, body.data);
	world_settle(&world);
	assert_int_equal(told.err.kind, ERR_AUTH);
	assert_int_equal(app_link(world.app, NULL), APP_LINK_SIGN_IN);
	assert_int_equal(press_record(world.app, &press, &receipt, &err), 0);
	request = world_request(
		&world, "/v1/punches"); /* by the device's own key */
	assert_string_equal(request->bearer, "cce_delivery");
}

/* GO is answered; the next that is asked for is the clock. */
static void
go_and_ask_for_news(struct receipt *receipt_out)
{
	const struct press press = press_go();
	struct err err = {0};

	world.transport.unreachable = "no network";
	assert_int_equal(press_record(world.app, &press, receipt_out, &err), 0);
	world.transport.unreachable = NULL;
	world.store.punches[0].state = KEPT_ANSWERED;
	sync_begin();
	answer_renewal();
	answer_me(OWN);
}

static struct press
undo_of(struct id target)
{
	return (struct press){
		.kind = PUNCH_VOID,
		.faces = world_look(&world, &world.dana),
		.count = 1,
		.target = target,
	};
}

static void
undo(enum clock_mode mode_then)
{
	struct face face = *world_look(&world, &world.dana);
	struct press undo = undo_of(face.undo);
	struct receipt receipt;
	struct err err = {0};

	assert_true(face.has_undo);
	assert_int_equal(press_record(world.app, &undo, &receipt, &err), 0);
	assert_int_equal(receipt.mode, mode_then);
}

/* A punch that can still be undone needs the state before it. */
static void
the_service_s_word_leaves_undo_open(void **state)
{
	struct receipt receipt;

	go_and_ask_for_news(&receipt);
	answer_clock_as(
		&world.dana, &world_look(&world, &world.dana)->state, 1);
	answer_catalog("Quay 7", "c1", false);
	assert_int_equal(world_look(&world, &world.dana)->told_ms,
		world_service_ms(&world));
	undo(CLOCK_OUT);
}

/* Somebody else pressed meanwhile: that is not told half a minute late. */
static void
the_service_s_word_goes_before_an_own_press(void **state)
{
	struct receipt receipt;

	go_and_ask_for_news(&receipt);
	answer_clock(&world.dana, CLOCK_IN, 1);
	answer_catalog("Quay 7", "c1", false);
	assert_string_equal(world_look(&world, &world.dana)->location.name,
		"Oak Ave Depot");
	undo(CLOCK_IN);
}

/* The service's word was under way when somebody undid what it tells of. */
static void
an_undo_is_not_hidden_by_what_was_asked_before(void **state)
{
	struct press undo;
	struct receipt receipt;
	struct face face;
	struct err err = {0};

	go_and_ask_for_news(&receipt);
	world_settle(&world);
	undo = undo_of(receipt.punch.id);
	assert_int_equal(press_record(world.app, &undo, &receipt, &err), 0);
	answer_clock(&world.dana, CLOCK_IN, 1);
	face = *world_look(&world, &world.dana);
	assert_int_equal(face.state.mode, CLOCK_OUT);
}

/* Nothing waits, and the service knows less than it once answered. */
static void
news_of_a_restored_service_send_again_what_it_lost(void **state)
{
	struct receipt receipt;

	go_and_ask_for_news(&receipt);
	answer_clock(&world.dana, CLOCK_OUT, 0);
	assert_non_null(strstr(world_request(&world, "/v1/punches")->body.data,
		"\"kind\":\"go\""));
	/* What it said is of without them: nobody is shown OUT. */
	assert_int_equal(world_look(&world, &world.dana)->state.mode, CLOCK_IN);
}

/*
 * A number that this device lost holds the service's watermark down for ever.
 * What was answered is in the state it tells all the same.
 */
static void
own_punches_above_a_lost_number_are_not_replayed(void **state)
{
	struct receipt receipt;
	struct face face;

	go_and_ask_for_news(&receipt);
	world.store.punches[0].punch.number = 9;
	fake_time_pass(&world.time, 3600000); /* no undo any more */
	answer_clock(&world.dana, CLOCK_OUT, 7);
	answer_renewal_of("ccr_new"); /* that hour is over too */
	answer_catalog("Quay 7", "c1", false);
	world_settle(&world);
	face = *world_look(&world, &world.dana);
	assert_int_equal(face.state.mode, CLOCK_OUT);
}

/* Another process signed somebody else in to the same account. */
static void
sign_in_elsewhere(const char *username, struct id person)
{
	struct account *account = &world.store.accounts[0];

	(void)str_copy(account->username, sizeof(account->username), username);
	account->person.id = person;
}

static void
press_offline(enum punch_kind kind)
{
	const struct press press = {
		.kind = kind,
		.faces = world_look(&world, &world.dana),
		.count = 1,
		.location = world.elm,
		.cost_code = world.concrete,
	};
	struct receipt receipt;
	struct err err = {0};

	world.transport.unreachable = "no network";
	assert_int_equal(press_record(world.app, &press, &receipt, &err), 0);
	world.transport.unreachable = NULL;
}

/* Another enrolment in the place of the one before: its numbers begin at 1,
 * whatever the service says of the old ones. */
static void
numbers_of_one_enrolment_are_not_another_s(void **state)
{
	world.store.enrolments[0].last_number = 40;
	press_offline(PUNCH_GO);
	world.store.punches[0].state = KEPT_ANSWERED;
	(void)world_enrol(&world, 2, "cce_second");
	press_offline(PUNCH_STOP);
	world.store.punches[1].state = KEPT_ANSWERED;
	fake_time_pass(&world.time, 60000);
	sync_begin();
	answer_renewal();
	answer_me(OWN);
	/* The session is still of the old one. */
	answer_clock(&world.dana, CLOCK_OUT, 41);
	answer_catalog("Quay 7", "c1", false);
	world_settle(&world);
	assert_int_equal(
		world_look(&world, &world.dana)->state.mode, CLOCK_OUT);
	press_offline(PUNCH_GO);
	assert_int_equal(world_look(&world, &world.dana)->state.mode, CLOCK_IN);
	/* The service heard of it, though its answer was lost. */
	fake_time_pass(&world.time, 60000);
	world.store.hides = true;
	told_of = (struct id){{0xee, 2}};
	sync_begin();
	answer_me(OWN);
	answer_clock(&world.dana, CLOCK_IN, 2);
	answer_catalog("Quay 7", "c2", false);
	world_settle(&world);
	assert_string_equal(world_look(&world, &world.dana)->location.name,
		"Oak Ave Depot");
	told_of = (struct id){{0xee, 1}};
}

/* Refused, and done with; or no longer as it was recorded. */
static void
what_no_ledger_will_hold_does_not_count(void **state)
{
	static const enum kept_state states[] = {
		KEPT_SET_ASIDE, KEPT_CLOSED, KEPT_DAMAGED};

	press_offline(PUNCH_GO);
	assert_int_equal(world_look(&world, &world.dana)->state.mode, CLOCK_IN);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		world.store.punches[0].state = states[i];
		assert_int_equal(
			world_look(&world, &world.dana)->state.mode, CLOCK_OUT);
	}
}

static void
news_of_one_person_never_becomes_another_s(void **state)
{
	sync_begin();
	answer_renewal();
	world_request(&world, "/v1/me");
	sign_in_elsewhere("lukasz", world.colleague);
	wire_person_encode(&app_account(world.app)->person, &body);
	answer(world_request(&world, "/v1/me"));
	world_settle(&world);
	assert_true(
		id_equal(&world.store.accounts[0].person.id, &world.colleague));
	assert_string_equal(app_account(world.app)->username, "lukasz");
	assert_true(
		id_equal(&app_account(world.app)->person.id, &world.colleague));
}

static void
a_sign_out_is_not_undone_by_late_news(void **state)
{
	sync_begin();
	answer_renewal();
	world_request(&world, "/v1/me");
	world.store.accounts[0].signed_in = false;
	answer_me(OWN);
	world_settle(&world);
	assert_false(world.store.accounts[0].signed_in);
	assert_false(app_account(world.app)->signed_in);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(everything_new_is_taken_over),
		T(clocks_are_asked_for_again_at_rest),
		T(a_renewed_session_is_kept_in_the_keyring),
		T(an_ended_session_wants_a_sign_in_and_punching_goes_on),
		T(the_service_s_word_leaves_undo_open),
		T(the_service_s_word_goes_before_an_own_press),
		T(an_undo_is_not_hidden_by_what_was_asked_before),
		T(news_of_a_restored_service_send_again_what_it_lost),
		T(own_punches_above_a_lost_number_are_not_replayed),
		T(numbers_of_one_enrolment_are_not_another_s),
		T(what_no_ledger_will_hold_does_not_count),
		T(news_of_one_person_never_becomes_another_s),
		T(a_sign_out_is_not_undone_by_late_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
