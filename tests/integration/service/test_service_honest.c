/*
 * Honest people in all kinds of weather: every press stands once, at the time
 * at which it was pressed, and is blamed for nothing. The clocks are folds of
 * it all, and the ledger is sound.
 */

#include "honest_scene.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
