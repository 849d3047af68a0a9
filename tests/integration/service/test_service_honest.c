/*
 * Honest people in all kinds of weather: every press stands once, at the time
 * at which it was pressed, and is blamed for nothing. The clocks are folds of
 * it all, and the ledger is sound.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/child.h"
#include "lib/temp_dir.h"
#include "lib/worker.h"

/* Dana at a machine of her own. */
struct scene {
	struct acme *acme;
	struct machine machine;
	struct worker dana;
	struct message message;
};

static struct scene *
scene_new(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->acme = acme_open(*state);
	machine_boot(s->acme, &s->machine);
	worker_open(&s->dana, s->acme, &s->machine, ACME_DANA, 0);
	return s;
}

/* The worlds end as they should. */
static void
scene_end(struct scene *s)
{
	acme_check(s->acme);
	acme_close(&s->acme);
	free(s);
}

static void
pass(struct scene *s, int64_t ms)
{
	s->acme->now_ms += ms;
}

/* The message that left arrives, now. */
static void
arrive(struct scene *s)
{
	assert_int_equal(worker_arrive(&s->dana, &s->message), 200);
}

/* Since when Dana is in, as GET /v1/clock says. */
static int64_t
in_since_ms(struct scene *s)
{
	const struct acme_request ask = {
		.path = "/v1/clock", .token = s->dana.tokens.access};
	int64_t since_ms = 0;
	struct err err = {0};

	if (acme_ask(s->acme, &ask) == 401) {
		worker_sign_in(&s->dana);
		acme_ask(s->acme, &ask);
	}
	assert_string_equal(acme_text(s->acme, "state"), "in");
	if (civil_parse_rfc3339(acme_text(s->acme, "since"), &since_ms, &err) <
		0)
		fail_msg("%s", err.text);
	return since_ms;
}

/* --- the way to the service ---------------------------------------------- */

static void
a_slow_network(void **state)
{
	struct scene *s = scene_new(state);

	for (int i = 0; i < 20; i++) {
		pass(s, 40 * MINUTE_MS);
		worker_press(&s->dana, i % 2 ? PUNCH_STOP : PUNCH_GO);
		worker_leave(&s->dana, &s->message);
		/* Up to nearly as long as the client waits. */
		pass(s, 1000 + i * 1400);
		arrive(s);
	}
	for (size_t i = 0; i < 20; i++)
		worker_expect(&s->dana, i, 1000 + (int64_t)i * 1400, 0);
	/* A quick word of that day, and all stand at their time. */
	pass(s, MINUTE_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* The press waits with the service, and nobody hears the answer; the next
 * quick contact says when it was, in a row of its own. */
static void
a_service_frozen_for_a_minute(void **state)
{
	struct scene *s = scene_new(state);
	struct stand before, after;

	pass(s, 5 * MINUTE_MS);
	worker_press(&s->dana, PUNCH_GO);
	worker_leave(&s->dana, &s->message);
	pass(s, MINUTE_MS);
	arrive(s);
	before = worker_look(&s->dana, 0);
	assert_false(s->dana.presses[0].answered);
	assert_int_equal(before.at_ms, s->acme->now_ms);
	assert_int_equal(in_since_ms(s), before.at_ms);
	pass(s, 2 * SECOND_MS);
	worker_sync(&s->dana);
	assert_true(s->dana.presses[0].answered);
	after = worker_look(&s->dana, 0);
	assert_int_equal(after.restated, before.restated + 1);
	assert_int_equal(after.seq, before.seq);
	worker_expect(&s->dana, 0, SECOND_MS, 0);
	assert_int_equal(in_since_ms(s), after.at_ms);
	scene_end(s);
}

/* All that was sent into a frozen service comes at once when it thaws. */
static void
a_frozen_service_thaws(void **state)
{
	struct scene *s = scene_new(state);
	struct message messages[4];

	for (int i = 0; i < 4; i++) {
		worker_press(&s->dana, i % 2 ? PUNCH_STOP : PUNCH_GO);
		worker_leave(&s->dana, &messages[i]);
		pass(s, 12 * SECOND_MS);
	}
	for (int i = 0; i < 4; i++)
		assert_int_equal(worker_arrive(&s->dana, &messages[i]), 200);
	pass(s, SECOND_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* Two processes of one journal: what one of them read has not the press that
 * the other made since, and comes behind it. */
static void
two_processes_on_one_journal(void **state)
{
	struct scene *s = scene_new(state);
	struct message other;

	for (int i = 0; i < 20; i++) {
		pass(s, 700);
		worker_leave(&s->dana, &other);
		pass(s, 10);
		worker_press(&s->dana, i % 2 ? PUNCH_STOP : PUNCH_GO);
		worker_leave(&s->dana, &s->message);
		pass(s, 40);
		arrive(s);
		pass(s, i % 5 * 100);
		assert_int_equal(worker_arrive(&s->dana, &other), 200);
	}
	assert_false(s->dana.answer.forked);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* Sent in parts, the last ones first. */
static void
numbers_out_of_order(void **state)
{
	struct scene *s = scene_new(state);
	static const int order[] = {4, 5, 0, 1, 3, 2};

	for (int i = 0; i < 6; i++) {
		pass(s, 30 * MINUTE_MS);
		worker_press(&s->dana, i % 2 ? PUNCH_STOP : PUNCH_GO);
	}
	pass(s, MINUTE_MS);
	for (int i = 0; i < 6; i++) {
		worker_leave(&s->dana, &s->message);
		s->message.delivery.count = 1;
		s->message.punches[0] = s->dana.presses[order[i]].punch;
		pass(s, 200);
		arrive(s);
		/* What was told to be missing was not asked for in vain. */
		s->dana.presses[order[i]].answered = true;
	}
	assert_int_equal(s->dana.answer.own.watermark, 6);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* --- machines ------------------------------------------------------------ */

static void
a_machine_suspended(void **state)
{
	struct scene *s = scene_new(state);

	worker_sync(&s->dana);
	worker_press(&s->dana, PUNCH_GO);
	pass(s, 9 * HOUR_MS); /* asleep: both clocks go on */
	worker_press(&s->dana, PUNCH_STOP);
	pass(s, SECOND_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* The boot clock stood still too. What was pressed before the pause goes by
 * the wall clock, and says so; the others of the boot are as they were. */
static void
a_machine_paused(void **state)
{
	const unsigned flags = RESTATE_BETWEEN | RESTATE_STEPPED;
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, 10 * MINUTE_MS);
	worker_press(&s->dana, PUNCH_MEAL);
	machine_pause(s->acme, &s->machine, 3 * HOUR_MS);
	worker_press(&s->dana, PUNCH_RESUME);
	pass(s, MINUTE_MS);
	worker_sync(&s->dana);
	pass(s, 4 * HOUR_MS);
	worker_press(&s->dana, PUNCH_STOP);
	worker_sync(&s->dana);
	worker_expect(&s->dana, 0, SECOND_MS, 0);
	worker_expect(&s->dana, 1, SECOND_MS, flags);
	worker_expect(&s->dana, 2, SECOND_MS, flags);
	worker_expect(&s->dana, 3, SECOND_MS, 0);
	scene_end(s);
}

/* The battery of the clock is dead: each boot begins in 1970. */
static void
a_dead_battery(void **state)
{
	struct scene *s = scene_new(state);
	struct stand lost;

	worker_sync(&s->dana);
	pass(s, 2 * HOUR_MS);
	/* A boot that reaches the service before it ends. */
	machine_boot(s->acme, &s->machine);
	s->machine.wall_off_ms = -s->acme->now_ms;
	worker_press(&s->dana, PUNCH_GO);
	pass(s, 3 * HOUR_MS);
	s->machine.wall_off_ms = 0;
	worker_sync(&s->dana);
	worker_expect(
		&s->dana, 0, SECOND_MS, RESTATE_DIFFERS | RESTATE_STEPPED);
	/* One that does not: no more is known than between which contacts. */
	pass(s, HOUR_MS);
	machine_boot(s->acme, &s->machine);
	s->machine.wall_off_ms = -s->acme->now_ms;
	pass(s, 20 * MINUTE_MS);
	worker_press(&s->dana, PUNCH_STOP);
	pass(s, HOUR_MS);
	machine_boot(s->acme, &s->machine);
	worker_sync(&s->dana);
	lost = worker_look(&s->dana, 1);
	assert_int_equal(lost.method, RESTATE_WALL);
	assert_true(lost.flags & RESTATE_DIFFERS);
	assert_true(lost.flags & RESTATE_UNPROVEN);
	assert_true(lost.not_before_ms <= s->dana.presses[1].true_ms);
	assert_true(lost.not_after_ms >= s->dana.presses[1].true_ms);
	assert_int_equal(lost.at_ms, lost.not_before_ms);
	scene_end(s);
}

static void
a_fast_clock_that_is_corrected(void **state)
{
	const unsigned flags = RESTATE_DIFFERS | RESTATE_STEPPED;
	struct scene *s = scene_new(state);

	s->machine.wall_off_ms = 2 * HOUR_MS;
	worker_press(&s->dana, PUNCH_GO);
	pass(s, 10 * MINUTE_MS);
	worker_press(&s->dana, PUNCH_MEAL);
	pass(s, MINUTE_MS);
	s->machine.wall_off_ms = 0; /* the network is up */
	worker_press(&s->dana, PUNCH_RESUME);
	pass(s, SECOND_MS);
	worker_sync(&s->dana);
	worker_expect(&s->dana, 0, SECOND_MS, flags);
	worker_expect(&s->dana, 1, SECOND_MS, flags);
	worker_expect(&s->dana, 2, SECOND_MS, 0);
	scene_end(s);
}

static void
months_offline(void **state)
{
	struct scene *s = scene_new(state);

	worker_sync(&s->dana);
	for (int day = 0; day < 120; day++) {
		pass(s, 12 * HOUR_MS);
		if (day % 30 == 29)
			machine_boot(s->acme, &s->machine);
		if (day < 60)
			worker_press(&s->dana, PUNCH_GO);
		pass(s, 8 * HOUR_MS);
		if (day >= 60)
			worker_press(&s->dana, PUNCH_STOP);
		pass(s, 4 * HOUR_MS);
	}
	worker_sync(&s->dana);
	/* Boots that never reached the service go by the wall clock. */
	for (size_t i = 0; i < s->dana.count; i++)
		worker_expect(&s->dana, i, SECOND_MS,
			i < 29 || i == 119 ? 0 : (unsigned)RESTATE_UNPROVEN);
	scene_end(s);
}

/* --- people -------------------------------------------------------------- */

/* Two people in turn, without a network until the evening. */
static void
an_account_change_on_a_shared_machine(void **state)
{
	struct scene *s = scene_new(state);
	struct worker lukasz;

	worker_open(&lukasz, s->acme, &s->machine, ACME_LUKASZ, 0);
	for (int i = 0; i < 8; i++) {
		pass(s, 55 * MINUTE_MS);
		worker_press(&s->dana, i % 2 ? PUNCH_STOP : PUNCH_GO);
		pass(s, 5 * SECOND_MS);
		worker_press(&lukasz, i % 2 ? PUNCH_GO : PUNCH_STOP);
	}
	worker_sync(&lukasz);
	pass(s, HOUR_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	worker_expect_all(&lukasz, SECOND_MS, 0);
	scene_end(s);
}

/* One press, a punch for each of the crew, in one delivery; later they go on
 * by themselves. */
static void
a_crew(void **state)
{
	static const enum acme_person crew[] = {
		ACME_BOSS, ACME_LEAD, ACME_DANA, ACME_LUKASZ, ACME_IDLE};
	struct scene *s = scene_new(state);
	struct machine tablet;
	struct worker boss;

	machine_boot(s->acme, &tablet);
	worker_open(&boss, s->acme, &tablet, ACME_BOSS, 1);
	for (int day = 0; day < 3; day++) {
		pass(s, 15 * HOUR_MS);
		for (size_t i = 0; i < sizeof(crew) / sizeof(crew[0]); i++)
			worker_press_for(&boss, PUNCH_GO, crew[i]);
		pass(s, day * 40 * MINUTE_MS);
		worker_sync(&boss);
		assert_int_equal(
			in_since_ms(s), boss.presses[boss.count - 1].true_ms);
		pass(s, 4 * HOUR_MS);
		worker_press(&s->dana, PUNCH_STOP);
		worker_sync(&s->dana);
		pass(s, 5 * HOUR_MS);
	}
	worker_expect_all(&boss, SECOND_MS, 0);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* --- copies -------------------------------------------------------------- */

/* A second machine with a copy of the state directory: both press, neither
 * knows, until an answer says so. Nothing is lost, nor moved. */
static void
a_copied_journal(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *copy = calloc(1, sizeof(*copy));
	struct machine other;

	assert_non_null(copy);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	*copy = s->dana;
	machine_boot(s->acme, &other);
	copy->machine = &other;
	for (int i = 0; i < 3; i++) {
		pass(s, HOUR_MS);
		worker_press(&s->dana, PUNCH_MEAL);
		pass(s, 20 * MINUTE_MS);
		worker_press(copy, PUNCH_RESUME);
	}
	worker_sync(&s->dana);
	assert_false(s->dana.answer.forked);
	pass(s, HOUR_MS);
	worker_sync(copy);
	assert_true(copy->answer.forked);
	worker_enrol(copy);
	worker_press(copy, PUNCH_STOP);
	worker_sync(copy);
	worker_sync(&s->dana);
	assert_true(s->dana.answer.ended);
	for (size_t i = 0; i < 4; i++)
		worker_expect(&s->dana, i, SECOND_MS,
			i == 0 ? 0 : (unsigned)RESTATE_FORK);
	for (size_t i = 1; i < 5; i++)
		worker_expect(copy, i, SECOND_MS,
			i == 4 ? 0 : (unsigned)RESTATE_FORK);
	free(copy);
	scene_end(s);
}

/* The copy alone presses: no number is there twice. What the first machine
 * says meanwhile proves nothing of it, as shows when that one speaks again. */
static void
a_copy_that_presses_alone(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *copy = calloc(1, sizeof(*copy));
	struct machine other;

	assert_non_null(copy);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_press(&s->dana, PUNCH_GO);
	*copy = s->dana;
	machine_boot(s->acme, &other);
	copy->machine = &other;
	pass(s, HOUR_MS);
	worker_press(copy, PUNCH_MEAL);
	pass(s, HOUR_MS);
	worker_sync(&s->dana);
	pass(s, SECOND_MS);
	worker_sync(copy);
	pass(s, SECOND_MS);
	worker_sync(&s->dana);
	worker_expect(copy, 3, SECOND_MS, RESTATE_FORK);
	/* It stays so, whoever speaks last. */
	pass(s, SECOND_MS);
	worker_sync(copy);
	worker_expect(copy, 3, SECOND_MS, RESTATE_FORK);
	free(copy);
	scene_end(s);
}

/* The state directory is put back from last night's copy. */
static void
a_restored_journal(void **state)
{
	struct scene *s = scene_new(state);
	struct worker *night = calloc(1, sizeof(*night));

	assert_non_null(night);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	*night = s->dana;
	pass(s, 10 * HOUR_MS);
	worker_press(&s->dana, PUNCH_STOP);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	/* The first word of the restored one tells it. */
	worker_leave(night, &s->message);
	assert_int_equal(worker_arrive(night, &s->message), 200);
	assert_true(night->answer.forked);
	assert_true(night->answer.highest > night->enrolments[0].last);
	worker_enrol(night);
	worker_press(night, PUNCH_STOP);
	worker_sync(night);
	worker_expect(night, 1, SECOND_MS, 0);
	for (size_t i = 0; i < 3; i++)
		worker_expect(&s->dana, i, SECOND_MS,
			i == 0 ? 0 : (unsigned)RESTATE_FORK);
	free(night);
	scene_end(s);
}

static void
copy_database(
	const struct test_database *database, const char *from, const char *to)
{
	char *source = temp_dir_path(database->dir, from);
	char *target = temp_dir_path(database->dir, to);
	const char *const argv[] = {"cp", source, target, NULL};
	struct child_output output;

	child_run(argv, NULL, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
	free(source);
	free(target);
}

static void
back_up(struct scene *s, const struct test_database *database)
{
	acme_stop(s->acme);
	copy_database(database, "connect.db", "copy.db");
	acme_start(s->acme, database);
}

static void
restore(struct scene *s, const struct test_database *database)
{
	acme_stop(s->acme);
	copy_database(database, "copy.db", "connect.db");
	acme_start(s->acme, database);
}

/* The journals fill in what it lost, of earlier enrolments too. */
static void
a_restored_service_is_filled_in(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	/* Told, and kept under the first one. */
	worker_press(&s->dana, PUNCH_MEAL);
	worker_leave(&s->dana, &s->message);
	s->message.delivery.count = 0;
	arrive(s);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_RESUME);
	worker_leave(&s->dana, &s->message);
	arrive(s);
	back_up(s, *state);
	pass(s, HOUR_MS);
	worker_sync(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_sync(&s->dana);
	pass(s, 9 * HOUR_MS);
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	pass(s, HOUR_MS);
	restore(s, *state);
	assert_false(worker_look(&s->dana, 1).found);
	assert_false(worker_look(&s->dana, 4).found);
	pass(s, MINUTE_MS);
	worker_sync(&s->dana);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	assert_int_equal(in_since_ms(s), s->dana.presses[4].true_ms);
	scene_end(s);
}

/* Whoever has nothing new may ask whether the last one still stands, and hears
 * of the earlier enrolments all the same. */
static void
a_refresh_with_what_stands(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_leave(&s->dana, &s->message);
	arrive(s);
	assert_int_equal(s->dana.answer.earlier_count, 0);
	pass(s, HOUR_MS);
	s->message.delivery.now.wall_ms += HOUR_MS;
	s->message.delivery.now.boottime_ms += HOUR_MS;
	s->message.left_ms += HOUR_MS;
	arrive(s);
	assert_string_equal(
		acme_text(s->acme, "results.0.result"), "duplicate");
	assert_int_equal(s->dana.answer.earlier_count, 1);
	assert_int_equal(s->dana.answer.earlier[0].watermark, 1);
	worker_expect_all(&s->dana, SECOND_MS, 0);
	scene_end(s);
}

/* An enrolment that it lost is unknown to it: the person's next one brings what
 * was pressed under it, and that is held for review, once. */
static void
a_lost_enrolment_is_brought(void **state)
{
	struct scene *s = scene_new(state);

	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	back_up(s, *state);
	pass(s, HOUR_MS);
	worker_enrol(&s->dana);
	worker_press(&s->dana, PUNCH_STOP);
	worker_sync(&s->dana);
	pass(s, HOUR_MS);
	restore(s, *state);
	worker_leave(&s->dana, &s->message);
	assert_int_equal(worker_arrive(&s->dana, &s->message), 401);
	worker_sign_in(&s->dana);
	for (int i = 0; i < 2; i++) {
		struct stand stand;

		worker_bring(&s->dana, 1, &s->message);
		arrive(s);
		stand = worker_look(&s->dana, 1);
		assert_true(stand.found);
		assert_false(stand.counts);
		worker_expect(&s->dana, 1, SECOND_MS, 0);
	}
	assert_string_equal(
		acme_text(s->acme, "results.0.result"), "duplicate");
	assert_string_equal(
		acme_text(s->acme, "results.0.causes.0"), "brought");
	worker_press(&s->dana, PUNCH_GO);
	worker_sync(&s->dana);
	worker_expect(&s->dana, 2, SECOND_MS, 0);
	scene_end(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_slow_network),
		ON_BOTH(a_service_frozen_for_a_minute),
		ON_BOTH(a_frozen_service_thaws),
		ON_BOTH(two_processes_on_one_journal),
		ON_BOTH(numbers_out_of_order),
		ON_BOTH(a_machine_suspended),
		ON_BOTH(a_machine_paused),
		ON_BOTH(a_dead_battery),
		ON_BOTH(a_fast_clock_that_is_corrected),
		ON_BOTH(months_offline),
		ON_BOTH(an_account_change_on_a_shared_machine),
		ON_BOTH(a_crew),
		ON_BOTH(a_copied_journal),
		ON_BOTH(a_copy_that_presses_alone),
		ON_BOTH(a_restored_journal),
		ON_SQLITE(a_restored_service_is_filled_in),
		ON_BOTH(a_refresh_with_what_stands),
		ON_SQLITE(a_lost_enrolment_is_brought),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
