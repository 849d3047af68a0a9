/* Voids by proof: a STOP is taken back by what was pressed in time alone,
 * online and offline, whatever its clock claims. */

#include "trust_day.h"

static struct clock_event
event_of(const struct trust_press *press, enum punch_kind kind)
{
	return (struct clock_event){
		.id = press->punch.id,
		.kind = kind,
		.number = press->punch.number,
		.at_ms = press->placed.at_ms,
		.boot = press->punch.pressed.boot,
		.boottime_ms = press->punch.pressed.boottime_ms,
		.not_before_ms = press->restated.not_before_ms,
		.not_after_ms = press->restated.not_after_ms,
	};
}

/* Whether the second press takes the first one, a STOP, back. */
static bool
takes_back(const struct trust_press *stop, const struct trust_press *undo)
{
	const struct clock_rules rules = {0};
	struct clock_state state = {.mode = CLOCK_IN};
	struct clock_event events[2] = {
		event_of(stop, PUNCH_STOP), event_of(undo, PUNCH_VOID)};
	unsigned effects[2];

	events[1].target = events[0].id;
	clock_replay(&rules, &state, events, 2, &state, effects);
	assert_int_equal(effects[1] == CLOCK_EFFECT_NONE,
		effects[0] == CLOCK_EFFECT_VOIDED);
	return effects[0] == CLOCK_EFFECT_VOIDED;
}

/* A STOP that was pressed and delivered, and its void: claimed to be of so long
 * after it, pressed so long after it. */
static bool
undone(uint64_t seed, int64_t claimed_ms, int64_t passed_ms, bool meanwhile)
{
	struct day day;
	struct trust_press *stop, *undo;
	struct stamp claimed;

	begin(&day, seed);
	stop = press(&day, clocks(&day));
	claimed = clocks(&day);
	claimed.boottime_ms += claimed_ms;
	claimed.wall_ms += claimed_ms;
	if (meanwhile)
		send(&day, clocks(&day), stop);
	day.now_ms += passed_ms;
	if (meanwhile)
		send(&day, clocks(&day), NULL);
	undo = press(&day, claimed);
	day.now_ms++;
	if (!meanwhile)
		send(&day, clocks(&day), stop);
	send(&day, clocks(&day), undo);
	trust_read(&liars);
	return takes_back(stop, undo);
}

static void
test_voids_by_proof(void **state)
{
	for (uint64_t seed = 0; seed < TRIES; seed++) {
		int64_t passed_ms = 61 * SECOND + (int64_t)seed * MINUTE;

		/* In time, online and offline. */
		assert_true(undone(seed, 30 * SECOND, 30 * SECOND, true));
		assert_true(undone(seed, 10 * SECOND, HOUR, false));
		assert_false(
			undone(seed, 30 * SECOND + 1, 30 * SECOND + 1, true));
		assert_false(undone(seed, -1, SECOND, true));
		/* A boot time made up, while the service heard of it. */
		assert_false(undone(seed, 10 * SECOND, passed_ms, true));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_voids_by_proof),
	};

	return cmocka_run_group_tests_name("voids", tests, NULL, NULL);
}
