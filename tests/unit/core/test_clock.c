#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "core/clock.h"

/* Minutes after an arbitrary midnight (UTC). */
#define MIDNIGHT_MS INT64_C(1763942400000)
#define AT(hour, minute) (MIDNIGHT_MS + ((hour)*60 + (minute)) * INT64_C(60000))
#define HOUR_MS INT64_C(3600000)

enum {
	JOB_A = 10,
	JOB_B = 20
};

static const struct clock_rules tracked = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
		.early = MEAL_EARLY_BLOCK},
};
static const struct clock_rules untracked = {
	.meal = {.tracked = false,
		.length_minutes = 30,
		.due_after_minutes = 240},
};

static struct id
id_of(int n)
{
	struct id id = {{0}};

	id.bytes[14] = (uint8_t)(n >> 8);
	id.bytes[15] = (uint8_t)n;
	return id;
}

/* A run of punches under test: numbered from 1 in the order they are made. */
struct scene {
	struct clock_event events[16];
	size_t n;
	struct clock_state state;
	unsigned effects[16];
};

static struct clock_event *
add(struct scene *s, enum punch_kind kind, int64_t at_ms)
{
	struct clock_event *e = &s->events[s->n++];

	*e = (struct clock_event){
		.id = id_of((int)s->n),
		.kind = kind,
		.device = id_of(99),
		.device_seq = (int64_t)s->n,
		.at_ms = at_ms,
		.boot = id_of(77),
		.boottime_ms = at_ms - MIDNIGHT_MS,
	};
	return e;
}

static void
go(struct scene *s, int job, int64_t at_ms)
{
	struct clock_event *e = add(s, PUNCH_GO, at_ms);

	e->location = id_of(job);
	e->cost_code = id_of(job + 1);
}

static struct clock_event *
undo(struct scene *s, int number, int64_t at_ms)
{
	struct clock_event *e = add(s, PUNCH_VOID, at_ms);

	e->target = id_of(number);
	return e;
}

static void
replay(struct scene *s, const struct clock_rules *rules)
{
	clock_replay(rules, NULL, s->events, s->n, &s->state, s->effects);
}

static void
expect_in(const struct scene *s, int job, int64_t since_ms, int last)
{
	struct id location = id_of(job), code = id_of(job + 1);
	struct id last_id = id_of(last);

	assert_int_equal(s->state.mode, CLOCK_IN);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_equal(&s->state.location, &location));
	assert_true(id_equal(&s->state.cost_code, &code));
	assert_true(id_equal(&s->state.last, &last_id));
}

static void
expect_out(const struct scene *s, int64_t since_ms, int last)
{
	struct id last_id = id_of(last);

	assert_int_equal(s->state.mode, CLOCK_OUT);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_is_nil(&s->state.location));
	assert_true(id_is_nil(&s->state.cost_code));
	assert_true(id_equal(&s->state.last, &last_id));
}

static void
expect_meal(const struct scene *s, int job, int64_t since_ms, int last)
{
	struct id location = id_of(job), code = id_of(job + 1);
	struct id last_id = id_of(last);

	assert_int_equal(s->state.mode, CLOCK_MEAL);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_equal(&s->state.location, &location));
	assert_true(id_equal(&s->state.cost_code, &code));
	assert_true(id_equal(&s->state.last, &last_id));
}

/* --- every kind in every mode -------------------------------------------- */

static void
test_nothing_known_is_out(void **state)
{
	struct scene s = {0};

	replay(&s, &tracked);
	expect_out(&s, 0, 0);
	assert_int_equal(s.state.day_ms, 0);
}

static void
test_go_while_out(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(7, 58));
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(7, 58), 1);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.day_ms, AT(7, 58));
	assert_int_equal(s.state.worked_ms, 0);
}

static void
test_go_while_in_switches_at_the_instant(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	go(&s, JOB_B, AT(9, 30));
	replay(&s, &tracked);
	expect_in(&s, JOB_B, AT(9, 30), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 90 * 60000);
	assert_int_equal(s.state.day_ms, AT(8, 0));
}

static void
test_go_during_a_meal_ends_it(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	go(&s, JOB_B, AT(12, 30));
	replay(&s, &tracked);
	expect_in(&s, JOB_B, AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	assert_int_equal(s.state.day_ms, AT(8, 0));
	s.events[2].at_ms--;
	replay(&s, &tracked);
	expect_in(&s, JOB_B, AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
}

static void
test_stop_while_in(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_STOP, AT(17, 0));
	replay(&s, &tracked);
	expect_out(&s, AT(17, 0), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 9 * HOUR_MS);
}

static void
test_stop_while_out_is_an_orphan(void **state)
{
	struct scene s = {0};

	add(&s, PUNCH_STOP, AT(7, 0));
	replay(&s, &tracked);
	expect_out(&s, 0, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_ORPHAN_STOP);

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_STOP, AT(9, 0));
	add(&s, PUNCH_STOP, AT(10, 0));
	replay(&s, &tracked);
	expect_out(&s, AT(9, 0), 3);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_ORPHAN_STOP);
	assert_int_equal(s.state.worked_ms, HOUR_MS);
}

static void
test_stop_during_a_meal(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	add(&s, PUNCH_STOP, AT(12, 30));
	replay(&s, &tracked);
	expect_out(&s, AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	s.events[2].at_ms--;
	replay(&s, &tracked);
	expect_out(&s, AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
}

static void
test_meal_while_in(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	replay(&s, &tracked);
	expect_meal(&s, JOB_A, AT(12, 0), 2);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.state.meals_taken, 1);
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
}

static void
test_meal_while_out_or_in_a_meal_does_nothing(void **state)
{
	struct scene s = {0};

	add(&s, PUNCH_MEAL, AT(7, 0));
	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	add(&s, PUNCH_MEAL, AT(12, 10));
	replay(&s, &tracked);
	expect_meal(&s, JOB_A, AT(12, 0), 3);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.state.meals_taken, 1);
}

static void
test_resume_returns_to_the_job(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	add(&s, PUNCH_RESUME, AT(12, 30));
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(12, 30), 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
	s.events[2].at_ms--;
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(12, 30) - 1, 3);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_SHORT_MEAL);
	add(&s, PUNCH_STOP, AT(17, 0));
	replay(&s, &tracked);
	assert_int_equal(
		s.state.worked_ms, AT(17, 0) - AT(12, 30) + 1 + 4 * HOUR_MS);
}

static void
test_resume_while_out_or_in_does_nothing(void **state)
{
	struct scene s = {0};

	add(&s, PUNCH_RESUME, AT(7, 0));
	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_RESUME, AT(9, 0));
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.state.worked_ms, 0);
}

static void
test_meals_of_the_untracked_are_honoured(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	replay(&s, &untracked);
	expect_meal(&s, JOB_A, AT(12, 0), 2);
	add(&s, PUNCH_RESUME, AT(12, 1));
	replay(&s, &untracked);
	expect_in(&s, JOB_A, AT(12, 1), 3);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
}

static void
test_two_punches_at_one_instant(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	go(&s, JOB_B, AT(8, 0));
	replay(&s, &tracked);
	expect_in(&s, JOB_B, AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	add(&s, PUNCH_STOP, AT(8, 0));
	replay(&s, &tracked);
	expect_out(&s, AT(8, 0), 3);
	assert_int_equal(s.state.worked_ms, 0);
}

/* --- on top of the service's word ---------------------------------------- */

static void
test_replay_goes_on_from_a_state(void **state)
{
	struct scene s = {0};
	struct clock_state whole;

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(12, 0));
	replay(&s, &tracked);
	add(&s, PUNCH_RESUME, AT(12, 30));
	add(&s, PUNCH_MEAL, AT(16, 0));
	clock_replay(&tracked, &s.state, s.events + 2, 2, &s.state, NULL);
	clock_replay(&tracked, NULL, s.events, s.n, &whole, NULL);
	expect_meal(&s, JOB_A, AT(16, 0), 4);
	assert_int_equal(s.state.worked_ms, whole.worked_ms);
	assert_int_equal(s.state.day_ms, whole.day_ms);
	assert_int_equal(s.state.meals_taken, 2);
}

static void
test_a_clock_behind_the_service_loses_no_work(void **state)
{
	struct scene s = {0};
	struct clock_state from = {.mode = CLOCK_IN,
		.since_ms = AT(9, 0),
		.day_ms = AT(8, 0),
		.worked_ms = HOUR_MS};

	add(&s, PUNCH_STOP, AT(8, 59));
	clock_replay(&tracked, &from, s.events, 1, &s.state, NULL);
	expect_out(&s, AT(9, 0), 1);
	assert_int_equal(s.state.worked_ms, HOUR_MS);
}

/* --- the day -------------------------------------------------------------- */

static void
test_runs_of_one_day_add_up(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	add(&s, PUNCH_MEAL, AT(9, 0));
	add(&s, PUNCH_STOP, AT(10, 0));
	go(&s, JOB_B, AT(23, 0));
	replay(&s, &tracked);
	assert_int_equal(s.state.day_ms, AT(8, 0));
	assert_int_equal(s.state.worked_ms, HOUR_MS);
	assert_int_equal(s.state.meals_taken, 1);
	/* A run past midnight stays with the day of its first GO. */
	go(&s, JOB_A, AT(25, 0));
	add(&s, PUNCH_STOP, AT(26, 0));
	replay(&s, &tracked);
	assert_int_equal(s.state.day_ms, AT(8, 0));
	assert_int_equal(s.state.worked_ms, 4 * HOUR_MS);
	/* The next run begins the next day. */
	go(&s, JOB_A, AT(27, 0));
	replay(&s, &tracked);
	assert_int_equal(s.state.day_ms, AT(27, 0));
	assert_int_equal(s.state.worked_ms, 0);
	assert_int_equal(s.state.meals_taken, 0);
}

static void
test_a_day_begins_at_midnight_itself(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(0, 0) - 1);
	add(&s, PUNCH_STOP, AT(0, 0) - 1);
	go(&s, JOB_A, AT(0, 0));
	replay(&s, &tracked);
	assert_int_equal(s.state.day_ms, AT(0, 0));
}

static struct zone *
load_zone(const char *path)
{
	struct zone *zone = NULL;
	struct str bytes;
	struct err err;

	str_init(&bytes, 1 << 20);
	if (file_load(path, 1 << 20, &bytes, &err) != 0 ||
		zone_parse("America/New_York", bytes.data, bytes.len, &zone,
			&err) != 0)
		fail_msg("%s", err.text);
	str_release(&bytes);
	return zone;
}

/* In New York it is five hours earlier: 05:00 UTC is midnight. */
static void
test_days_are_cut_in_the_companys_zone(void **state)
{
	struct zone *zone = load_zone("/usr/share/zoneinfo/America/New_York");
	struct clock_rules rules = tracked;
	struct scene s = {0};

	rules.zone = zone;
	go(&s, JOB_A, AT(23, 30));
	add(&s, PUNCH_STOP, AT(23, 40));
	go(&s, JOB_A, AT(29, 0) - 1);
	replay(&s, &rules);
	assert_int_equal(s.state.day_ms, AT(23, 30));
	assert_int_equal(s.state.worked_ms, 600000);
	assert_false(clock_is_left_open(&s.state, &rules, AT(29, 0) - 1));
	assert_true(clock_is_left_open(&s.state, &rules, AT(29, 0)));
	s.events[2].at_ms++;
	replay(&s, &rules);
	assert_int_equal(s.state.day_ms, AT(29, 0));
	assert_int_equal(s.state.worked_ms, 0);
	zone_free(&zone);
}

/* --- undo ------------------------------------------------------------------
 */

static void
test_void_restores_what_was(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	go(&s, JOB_B, AT(9, 0));
	undo(&s, 2, AT(9, 0) + 10000);
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(8, 0), 1);
	assert_int_equal(s.state.worked_ms, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_VOIDED);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_NONE);
}

static void
test_void_of_each_kind(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	undo(&s, 1, AT(8, 0));
	replay(&s, &tracked);
	expect_out(&s, 0, 0);
	assert_int_equal(s.state.day_ms, 0);

	go(&s, JOB_A, AT(9, 0));
	add(&s, PUNCH_MEAL, AT(10, 0));
	undo(&s, 4, AT(10, 0) + 1);
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(9, 0), 3);
	assert_int_equal(s.state.meals_taken, 0);

	add(&s, PUNCH_MEAL, AT(11, 0));
	add(&s, PUNCH_RESUME, AT(11, 1));
	undo(&s, 7, AT(11, 1));
	replay(&s, &tracked);
	expect_meal(&s, JOB_A, AT(11, 0), 6);

	add(&s, PUNCH_STOP, AT(11, 2));
	undo(&s, 9, AT(11, 2));
	replay(&s, &tracked);
	expect_meal(&s, JOB_A, AT(11, 0), 6);
}

/* A void `passed` after the GO it names: by boot time and by effective time. */
static unsigned
void_after(int64_t boot_passed_ms, int64_t at_passed_ms, bool other_device,
	bool other_boot)
{
	struct scene s = {0};
	struct clock_event *e;

	go(&s, JOB_A, AT(8, 0));
	e = undo(&s, 1, AT(8, 0) + at_passed_ms);
	e->boottime_ms = s.events[0].boottime_ms + boot_passed_ms;
	if (other_device)
		e->device = id_of(98);
	if (other_boot)
		e->boot = id_of(76);
	replay(&s, &tracked);
	assert_int_equal(s.state.mode, s.effects[0] ? CLOCK_OUT : CLOCK_IN);
	assert_int_equal(s.effects[1],
		s.effects[0] ? CLOCK_EFFECT_NONE : CLOCK_EFFECT_UNEXPECTED);
	return s.effects[0];
}

static void
test_void_takes_effect_for_thirty_seconds(void **state)
{
	/* One device and boot: its boot time counts, whatever was restated. */
	assert_int_equal(
		void_after(30000, 99000, false, false), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_after(30001, 0, false, false), 0);
	/* Otherwise the effective times count. */
	assert_int_equal(
		void_after(99000, 30000, false, true), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_after(0, 30001, false, true), 0);
	assert_int_equal(
		void_after(99000, 30000, true, false), CLOCK_EFFECT_VOIDED);
	assert_int_equal(void_after(0, 30001, true, false), 0);
}

static void
test_void_before_its_target_does_nothing(void **state)
{
	struct scene s = {0};

	undo(&s, 2, AT(8, 0) - 1);
	go(&s, JOB_A, AT(8, 0));
	replay(&s, &tracked);
	expect_in(&s, JOB_A, AT(8, 0), 2);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_UNEXPECTED);
}

static void
test_void_of_a_void_and_of_nothing_known(void **state)
{
	struct scene s = {0};

	go(&s, JOB_A, AT(8, 0));
	undo(&s, 1, AT(8, 0) + 1000);
	undo(&s, 2, AT(8, 0) + 2000);
	undo(&s, 500, AT(8, 0) + 3000);
	undo(&s, 1, AT(8, 0) + 4000);
	replay(&s, &tracked);
	expect_out(&s, 0, 0);
	assert_int_equal(s.effects[0], CLOCK_EFFECT_VOIDED);
	assert_int_equal(s.effects[1], CLOCK_EFFECT_NONE);
	assert_int_equal(s.effects[2], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[3], CLOCK_EFFECT_UNEXPECTED);
	assert_int_equal(s.effects[4], CLOCK_EFFECT_UNEXPECTED);
}

static void
test_can_undo_agrees_with_the_replay(void **state)
{
	struct scene s = {0};
	struct stamp now = {.boot = id_of(77)};

	go(&s, JOB_A, AT(8, 0));
	now.boottime_ms = s.events[0].boottime_ms + 30000;
	assert_true(clock_can_undo(&s.events[0], &now));
	now.boottime_ms++;
	assert_false(clock_can_undo(&s.events[0], &now));
	now.boottime_ms = s.events[0].boottime_ms;
	assert_true(clock_can_undo(&s.events[0], &now));
	now.boot = id_of(76);
	now.wall_ms = AT(8, 0) + 30000;
	assert_true(clock_can_undo(&s.events[0], &now));
	now.wall_ms++;
	assert_false(clock_can_undo(&s.events[0], &now));
	now.wall_ms = AT(8, 0);
	s.events[0].kind = PUNCH_VOID;
	assert_false(clock_can_undo(&s.events[0], &now));
}

/* --- order -----------------------------------------------------------------
 */

static void
test_order_of_ties(void **state)
{
	struct clock_event a = {.at_ms = 5,
		.device_seq = 2,
		.device = id_of(3),
		.id = id_of(4)};
	struct clock_event b = a;

	assert_int_equal(clock_event_compare(&a, &b), 0);
	b.id = id_of(5);
	assert_true(clock_event_compare(&a, &b) < 0);
	b.device = id_of(2);
	assert_true(clock_event_compare(&a, &b) > 0);
	b.device_seq = 3;
	assert_true(clock_event_compare(&a, &b) < 0);
	b.at_ms = 4;
	assert_true(clock_event_compare(&a, &b) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_known_is_out),
		cmocka_unit_test(test_go_while_out),
		cmocka_unit_test(test_go_while_in_switches_at_the_instant),
		cmocka_unit_test(test_go_during_a_meal_ends_it),
		cmocka_unit_test(test_stop_while_in),
		cmocka_unit_test(test_stop_while_out_is_an_orphan),
		cmocka_unit_test(test_stop_during_a_meal),
		cmocka_unit_test(test_meal_while_in),
		cmocka_unit_test(test_meal_while_out_or_in_a_meal_does_nothing),
		cmocka_unit_test(test_resume_returns_to_the_job),
		cmocka_unit_test(test_resume_while_out_or_in_does_nothing),
		cmocka_unit_test(test_meals_of_the_untracked_are_honoured),
		cmocka_unit_test(test_two_punches_at_one_instant),
		cmocka_unit_test(test_replay_goes_on_from_a_state),
		cmocka_unit_test(test_a_clock_behind_the_service_loses_no_work),
		cmocka_unit_test(test_runs_of_one_day_add_up),
		cmocka_unit_test(test_a_day_begins_at_midnight_itself),
		cmocka_unit_test(test_days_are_cut_in_the_companys_zone),
		cmocka_unit_test(test_void_restores_what_was),
		cmocka_unit_test(test_void_of_each_kind),
		cmocka_unit_test(test_void_takes_effect_for_thirty_seconds),
		cmocka_unit_test(test_void_before_its_target_does_nothing),
		cmocka_unit_test(test_void_of_a_void_and_of_nothing_known),
		cmocka_unit_test(test_can_undo_agrees_with_the_replay),
		cmocka_unit_test(test_order_of_ties),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
