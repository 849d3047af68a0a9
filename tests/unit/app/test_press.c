/* The press over fake ports: what is confirmed, refused, undone, told. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/press.h"
#include "app/words.h"
#include "fake/world.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define OTHERS PERMISSION_SET(CLOCK_IN_FOR)
#define EDITS (OWN | PERMISSION_SET(CLOCK_IN_FOR_EDIT_TIME))

static struct world world;

static int
setup(void **state)
{
	(void)state;
	world_open(&world);
	world.transport.unreachable = "no network";
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

static struct press
press_of(enum punch_kind kind)
{
	struct press press = {
		.kind = kind,
		.faces = world_look(&world, &world.dana),
		.count = 1,
	};

	if (kind == PUNCH_GO) {
		press.location = world.elm;
		press.cost_code = world.concrete;
	}
	return press;
}

static void
press_ok(const struct press *press, const char *words)
{
	struct receipt receipts[PRESS_CREW_MAX];
	struct err err = {0};
	struct str text;

	world_look_again(&world);
	if (press_record(world.app, press, receipts, &err) < 0)
		fail_msg("%s", err.text);
	str_init(&text, 1000);
	words_receipt(&text, &receipts[0], app_zone(world.app), &world.dana);
	assert_string_equal(text.data, words);
	str_release(&text);
}

static void
press_refused(const struct press *press, enum err_kind kind, const char *part)
{
	struct receipt receipts[PRESS_CREW_MAX];
	struct err err = {0};
	int records = world.store.records;

	world_look_again(&world);
	assert_int_equal(press_record(world.app, press, receipts, &err), -1);
	assert_int_equal(err.kind, kind);
	assert_non_null(strstr(err.text, "NOT RECORDED"));
	if (strstr(err.text, part) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, part);
	assert_int_equal(world.store.records, records);
}

static void
a_chosen_time_of_another_day_tells_its_day(void **state)
{
	struct press press = press_of(PUNCH_GO);

	world_sign_in(&world, EDITS);
	press.has_chosen = true;
	press.chosen_ms = world.time.now.wall_ms - 24 * 3600000LL;
	press_ok(&press, "IN Fri 20 Nov 2026 08:00:00 · Elm St Tower · "
			 "03-100 Concrete · kept on this machine");
}

static void
a_day_is_told_in_words(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	fake_time_pass(&world.time, 3600000);
	press.location = world.oak;
	press.cost_code = world.framing;
	press_ok(&press,
		"IN 09:00:00 · Oak Ave Depot · 06-110 Framing · kept on "
		"this machine");
	fake_time_pass(&world.time, 3600000);
	press = press_of(PUNCH_MEAL);
	press_ok(&press, "MEAL BREAK 10:00:00 · kept on this machine");
	fake_time_pass(&world.time, 30 * 60000);
	press = press_of(PUNCH_RESUME);
	press_ok(&press, "BACK IN 10:30:00 · Oak Ave Depot · 06-110 Framing · "
			 "kept on this machine");
	fake_time_pass(&world.time, 3600000);
	press = press_of(PUNCH_STOP);
	press_ok(&press, "OUT 11:30:00 · kept on this machine");
	assert_int_equal(world.store.count, 5);
}

static void
choose(struct press *press, int64_t minutes_ago)
{
	press->has_chosen = true;
	press->chosen_ms = world.time.now.wall_ms - minutes_ago * 60000;
}

static void
a_chosen_time_that_changes_nothing_now_says_so(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, EDITS);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	fake_time_pass(&world.time, 3600000);
	press = press_of(PUNCH_GO);
	press.location = world.oak;
	choose(&press, 120);
	press_ok(&press,
		"IN 07:00:00 · Oak Ave Depot · 03-100 Concrete · kept on "
		"this machine · the clock stays as it was: IN since "
		"08:00:00");
	press = press_of(PUNCH_STOP);
	choose(&press, 150);
	press_ok(&press,
		"OUT 06:30:00 · kept on this machine · the clock stays "
		"as it was: IN since 08:00:00");
	press = press_of(PUNCH_STOP);
	choose(&press, 10);
	press_ok(&press, "OUT 08:50:00 · kept on this machine");
}

/* What the service told is of now: an earlier press does not move it. */
static void
a_chosen_time_before_what_was_told_leaves_it(void **state)
{
	struct store store = fake_store_port(&world.store);
	struct known_clock known = {.state = {.mode = CLOCK_IN}};
	struct press press;
	struct err err = {0};

	(void)state;
	world_sign_in(&world, EDITS);
	known.employee = world.dana;
	known.state.since_ms = world.time.now.wall_ms - 600000;
	known.state.location = world.elm;
	known.state.cost_code = world.concrete;
	assert_int_equal(store.ops->clock_save(store.self,
				 app_account(world.app)->number, &known, &err),
		0);
	press = press_of(PUNCH_GO);
	press.location = world.oak;
	choose(&press, 60);
	press_ok(&press,
		"IN 07:00:00 · Oak Ave Depot · 03-100 Concrete · kept on "
		"this machine · the clock stays as it was: IN since "
		"07:50:00");
}

static void
a_time_to_come_is_refused_in_words(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, EDITS);
	choose(&press, -60);
	press_refused(
		&press, ERR_USAGE, "still to come; choose one in the past");
	press.chosen_ms = -1;
	press_refused(&press, ERR_USAGE, "before 1970");
}

static void
nobody_signed_in_is_not_recorded(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	press_refused(&press, ERR_AUTH, "sign in");
}

static void
a_full_disk_is_not_recorded_and_recovers(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN);
	world.store.full = true;
	press_refused(&press, ERR_FULL, "disk is full");
	world.store.full = false;
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
}

static void
go_wants_location_and_cost_code(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN);
	press.location = (struct id){0};
	press_refused(&press, ERR_USAGE, "location");
	press = press_of(PUNCH_GO);
	press.cost_code = (struct id){0};
	press_refused(&press, ERR_USAGE, "cost code");
}

static void
permissions_hold(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OTHERS);
	press_refused(&press, ERR_PERMISSION, "Connect Clock In/Out");
	press.faces = world_look(&world, &world.colleague);
	press_ok(&press, "102 Luis Muñoz: IN 08:00:00 · Elm St Tower · 03-100 "
			 "Concrete · kept on this machine");
	world_sign_in(&world, OWN);
	press_refused(&press, ERR_PERMISSION, "Clock In For");
	press = press_of(PUNCH_GO);
	press.has_chosen = true;
	press.chosen_ms = world.time.now.wall_ms - 60000;
	press_refused(&press, ERR_PERMISSION, "choose a time");
}

/* By what tells them apart: a number, else a username, where it is needed. */
static void
a_receipt_names_one_of_two_namesakes(void **state)
{
	struct press press = press_of(PUNCH_GO);
	struct id kim = fake_catalog_add_person(
		&world.catalog, 20, "", "Kim Park", "kim");
	struct id sam = fake_catalog_add_person(
		&world.catalog, 21, "", "Sam Low", "sam");
	struct id numbered;

	(void)state;
	world_sign_in(&world, OTHERS);
	press.faces = world_look(&world, &kim);
	press_ok(&press, "Kim Park: IN 08:00:00 · Elm St Tower · 03-100 "
			 "Concrete · kept on this machine");
	numbered = fake_catalog_add_person(
		&world.catalog, 22, "7001", "Kim Park", "k.park");
	press.faces = world_look(&world, &kim);
	press_ok(&press, "Kim Park (kim): IN 08:00:00 · Elm St Tower · 03-100 "
			 "Concrete · kept on this machine");
	press.faces = world_look(&world, &numbered);
	press_ok(&press, "7001 Kim Park: IN 08:00:00 · Elm St Tower · 03-100 "
			 "Concrete · kept on this machine");
	press.faces = world_look(&world, &sam);
	press_ok(&press, "Sam Low: IN 08:00:00 · Elm St Tower · 03-100 "
			 "Concrete · kept on this machine");
}

static void
the_company_switch_holds(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world.clock_disabled = true;
	world_sign_in(&world, OWN);
	press_refused(&press, ERR_PERMISSION, "switched off");
}

static void
stop_while_out_is_forced_or_refused(void **state)
{
	struct press press = press_of(PUNCH_STOP);

	(void)state;
	world_sign_in(&world, OWN);
	press_refused(&press, ERR_USAGE, "");
	press.forced = true;
	press_ok(&press,
		"OUT 08:00:00 · kept on this machine · the clock stays "
		"as it was: OUT");
	assert_true(world.store.punches[0].punch.forced);
}

/* Dana is on a break since ten minutes. */
static void
begin_a_break(permission_set permissions)
{
	struct press press = press_of(PUNCH_GO);

	world_sign_in(&world, permissions);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	fake_time_pass(&world.time, 3600000);
	press = press_of(PUNCH_MEAL);
	press_ok(&press, "MEAL BREAK 09:00:00 · kept on this machine");
	fake_time_pass(&world.time, 10 * 60000);
}

static void
check_refused(const struct press *press, enum err_kind kind, const char *part)
{
	struct err err = {0};

	world_look_again(&world);
	assert_int_equal(press_check(world.app, press, &err), -1);
	assert_int_equal(err.kind, kind);
	if (strstr(err.text, part) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, part);
}

static void
a_question_is_asked_where_yes_helps(void **state)
{
	struct press press = press_of(PUNCH_RESUME);
	struct err err = {0};

	begin_a_break(OWN);
	world_look_again(&world);
	assert_int_equal(press_check(world.app, &press, &err), 0);
	press_refused(&press, ERR_USAGE, "20 minutes too early");
	press = press_of(PUNCH_STOP);
	world_look_again(&world);
	assert_int_equal(press_check(world.app, &press, &err), 0);
	/* Checking alone presses nothing. */
	assert_int_equal(world.store.count, 2);
}

static void
no_question_is_asked_where_yes_is_refused_too(void **state)
{
	struct press press = press_of(PUNCH_RESUME);

	world.meals_blocked = true;
	begin_a_break(OWN);
	check_refused(&press, ERR_USAGE, "only somebody with Clock In For");
	press = press_of(PUNCH_STOP);
	press.faces = world_look(&world, &world.colleague);
	check_refused(&press, ERR_PERMISSION, "Clock In For");
	press = press_of(PUNCH_MEAL);
	check_refused(&press, ERR_USAGE, "already on a meal break");
}

static void
whoever_may_end_a_blocked_break_is_asked(void **state)
{
	struct press press = press_of(PUNCH_RESUME);
	struct err err = {0};

	world.meals_blocked = true;
	begin_a_break(OWN | OTHERS);
	world_look_again(&world);
	assert_int_equal(press_check(world.app, &press, &err), 0);
}

static void
undo_restores_the_job_before(void **state)
{
	struct press press = press_of(PUNCH_GO);
	struct face face;

	(void)state;
	world_sign_in(&world, OWN);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	fake_time_pass(&world.time, 3600000);
	press.location = world.oak;
	press_ok(&press,
		"IN 09:00:00 · Oak Ave Depot · 03-100 Concrete · kept on "
		"this machine");
	fake_time_pass(&world.time, 30000);
	face = *world_look(&world, &world.dana);
	assert_true(face.has_undo);
	press = press_of(PUNCH_VOID);
	press.target = face.undo;
	press_ok(&press,
		"UNDONE: IN 09:00:00 · Oak Ave Depot · 03-100 Concrete · "
		"kept on this machine · now IN since 08:00:00 · Elm St "
		"Tower · 03-100 Concrete");
	face = *world_look(&world, &world.dana);
	assert_true(id_equal(&face.state.location, &world.elm));
	assert_false(face.has_undo); /* GO of 08:00 is too long ago */
	press_refused(&press, ERR_USAGE, "30 seconds");
}

/* As it is now; what it says is not looked at. */
static void
press_now(struct press *press)
{
	struct receipt receipt;
	struct err err = {0};

	press->faces = world_look(&world, &world.dana);
	if (press->kind == PUNCH_VOID)
		press->target = press->faces->undo;
	if (press_record(world.app, press, &receipt, &err) < 0)
		fail_msg("%s", err.text);
	fake_time_pass(&world.time, 1000);
}

static void
a_second_undo_wants_a_word_of_its_own(void **state)
{
	struct press press = press_of(PUNCH_GO);
	struct str question;

	(void)state;
	world_sign_in(&world, OWN);
	press_now(&press);
	press.location = world.oak;
	press_now(&press);
	str_init(&question, 4096);
	press_undo_question(
		world.app, world_look(&world, &world.dana), &question);
	assert_string_equal(question.data, "");
	press = press_of(PUNCH_VOID);
	press_now(&press);
	press.faces = world_look(&world, &world.dana);
	press.target = press.faces->undo;
	press_undo_question(world.app, press.faces, &question);
	assert_non_null(strstr(question.data, "; undo IN 08:00"));
	assert_non_null(strstr(question.data, "Elm St Tower"));
	str_release(&question);
	press_refused(&press, ERR_USAGE, "was an undo already");
	press.confirmed = true;
	press_now(&press);
	assert_int_equal(
		world_look(&world, &world.dana)->state.mode, CLOCK_OUT);
}

static void
a_clock_set_back_keeps_the_order(void **state)
{
	struct press press = press_of(PUNCH_GO);
	struct face face;

	(void)state;
	world_sign_in(&world, OWN);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	world.time.now.wall_ms -= 2 * 3600000;
	world.time.now.boottime_ms += 60000;
	press = press_of(PUNCH_STOP);
	press_ok(&press, "OUT 06:00:00 · kept on this machine");
	face = *world_look(&world, &world.dana);
	assert_int_equal(face.state.mode, CLOCK_OUT);
}

static struct press
press_of_two(enum punch_kind kind)
{
	struct press press = press_of(kind);

	press.faces = world_look_at_both(&world);
	press.count = 2;
	return press;
}

static void
a_crew_is_all_or_nothing(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN | OTHERS);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	/* Dana may stop, her colleague is OUT: nothing is recorded. */
	press = press_of_two(PUNCH_STOP);
	press_refused(&press, ERR_USAGE, ": 102 Luis Muñoz: Not clocked in");
	press = press_of_two(PUNCH_GO);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	assert_int_equal(world.store.count, 3);
	assert_true(id_equal(
		&world.store.punches[2].punch.pressed_by, &world.dana));
}

static void
a_crew_names_one_of_two_namesakes(void **state)
{
	struct entry *luis = &world.catalog.entries[1];
	struct press press = press_of(PUNCH_GO);

	(void)state;
	assert_true(id_equal(&luis->id, &world.colleague));
	luis->number[0] = '\0';
	(void)str_copy(luis->username, sizeof(luis->username), "luis");
	fake_catalog_add_person(
		&world.catalog, 20, "7001", "Luis Muñoz", "l.munoz");
	world_sign_in(&world, OWN | OTHERS);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	press = press_of_two(PUNCH_STOP);
	press_refused(&press, ERR_USAGE, ": Luis Muñoz (luis): Not clocked in");
}

static void
a_forced_stop_of_a_crew_is_forced_for_whom_it_takes(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN | OTHERS);
	press_ok(&press,
		"IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on "
		"this machine");
	press = press_of_two(PUNCH_STOP);
	press.forced = true;
	press_ok(&press, "OUT 08:00:00 · kept on this machine");
	assert_false(world.store.punches[1].punch.forced); /* she was IN */
	assert_true(world.store.punches[2].punch.forced);
}

static void
hostile_names_come_out_clean(void **state)
{
	struct press press = press_of(PUNCH_GO);

	(void)state;
	world_sign_in(&world, OWN);
	press.location = fake_catalog_add(
		&world.catalog, ENTRY_LOCATION, 9, "", "Ev\x1b[2Jil");
	press_ok(&press,
		"IN 08:00:00 · Ev\\x1b[2Jil · 03-100 Concrete · kept on "
		"this machine");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_day_is_told_in_words),
		T(a_chosen_time_of_another_day_tells_its_day),
		T(a_chosen_time_that_changes_nothing_now_says_so),
		T(a_chosen_time_before_what_was_told_leaves_it),
		T(a_time_to_come_is_refused_in_words),
		T(nobody_signed_in_is_not_recorded),
		T(a_full_disk_is_not_recorded_and_recovers),
		T(go_wants_location_and_cost_code),
		T(permissions_hold),
		T(a_receipt_names_one_of_two_namesakes),
		T(the_company_switch_holds),
		T(stop_while_out_is_forced_or_refused),
		T(a_question_is_asked_where_yes_helps),
		T(no_question_is_asked_where_yes_is_refused_too),
		T(whoever_may_end_a_blocked_break_is_asked),
		T(undo_restores_the_job_before),
		T(a_second_undo_wants_a_word_of_its_own),
		T(a_clock_set_back_keeps_the_order),
		T(a_crew_is_all_or_nothing),
		T(a_crew_names_one_of_two_namesakes),
		T(a_forced_stop_of_a_crew_is_forced_for_whom_it_takes),
		T(hostile_names_come_out_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
