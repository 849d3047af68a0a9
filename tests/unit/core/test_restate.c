#include "core/restate.h"

#include <string.h>

#include "lib/cmocka_all.h"

#define T0 INT64_C(1764000000000) /* the boot clocks started here */
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const struct id boot_a = {{0xa}}, boot_b = {{0xb}};

/* What one enrolment told, and what the service makes of a press. Its clocks
 * are right unless a test says otherwise. */
struct scene {
	struct contact contacts[8];
	size_t count;
	struct restate_evidence evidence;
	struct punch punch;
	struct restated got;
};

static struct scene
scene_new(void)
{
	return (struct scene){
		.evidence = {.begun_ms = T0, .fork_from = INT64_MAX},
		.punch = {.number = 5},
	};
}

/* A contact that was made so long after T0 and took so long on its way. */
static struct contact *
tell(struct scene *s, struct id boot, int64_t made, int64_t took,
	int64_t highest)
{
	struct contact *contact = &s->contacts[s->count++];

	*contact = (struct contact){
		.now = {.boot = boot,
			.boottime_ms = made,
			.wall_ms = T0 + made},
		.highest = highest,
		.received_ms = T0 + made + took,
	};
	return contact;
}

static void
press(struct scene *s, struct id boot, int64_t made)
{
	s->punch.pressed = (struct stamp){
		.boot = boot, .boottime_ms = made, .wall_ms = T0 + made};
}

/* Carried by the last contact that was told. */
static void
restate_by(struct scene *s, size_t carrier)
{
	struct punch before = s->punch;

	s->evidence.contacts = s->contacts;
	s->evidence.count = s->count;
	s->evidence.carrier = &s->contacts[carrier];
	restate_punch(&s->punch, &s->evidence, &s->got);
	/* What was claimed stays as it is. */
	assert_memory_equal(&s->punch, &before, sizeof(before));
}

static void
expect(struct scene *s, enum restate_method method, int64_t press_ms,
	unsigned flags)
{
	restate_by(s, s->count - 1);
	assert_string_equal(restate_method_name(s->got.method),
		restate_method_name(method));
	assert_int_equal(s->got.press_ms - T0, press_ms);
	assert_int_equal(s->got.flags, flags);
}

/* --- anchors ------------------------------------------------------------- */

static void
test_a_boots_clock_is_exact_whatever_the_wall_says(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, HOUR);
	tell(&s, boot_a, 2 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, HOUR, 0);
	assert_int_equal(s.got.anchor_boottime_ms, 2 * HOUR);
	assert_int_equal(s.got.anchor_received_ms, T0 + 2 * HOUR);
	/* Another boot delivers it. */
	tell(&s, boot_b, 3 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, HOUR, 0);
	/* A clock that began in 1970, in all that was told. */
	s.punch.pressed.wall_ms = HOUR;
	s.contacts[0].now.wall_ms = 2 * HOUR;
	expect(&s, RESTATE_SAME_BOOT, HOUR, 0);
}

static void
test_the_quickest_within_a_day_from_the_first_after_it(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, HOUR);
	tell(&s, boot_a, 2 * HOUR, 20 * SECOND, 5);
	expect(&s, RESTATE_SAME_BOOT, HOUR + 20 * SECOND, 0);
	tell(&s, boot_a, 26 * HOUR + 1, 0, 5);
	restate_by(&s, 0);
	assert_int_equal(s.got.press_ms, T0 + HOUR + 20 * SECOND);
	tell(&s, boot_a, 26 * HOUR, 3 * SECOND, 5);
	restate_by(&s, 0);
	assert_int_equal(s.got.press_ms, T0 + HOUR + 3 * SECOND);
	assert_int_equal(s.got.anchor_boottime_ms, 26 * HOUR);
	/* The order in which they came does not matter. */
	tell(&s, boot_a, 3 * HOUR, 30 * HOUR, 5);
	restate_by(&s, 0);
	assert_int_equal(s.got.press_ms, T0 + HOUR + 3 * SECOND);
}

static void
test_none_after_it_then_the_last_before_it(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, HOUR, 0, 4);
	tell(&s, boot_a, 2 * HOUR, 2 * SECOND, 4);
	press(&s, boot_a, 3 * HOUR);
	tell(&s, boot_b, 9 * HOUR, 0, 5);
	expect(&s, RESTATE_ANCHOR, 3 * HOUR + 2 * SECOND, 0);
	assert_int_equal(s.got.anchor_boottime_ms, 2 * HOUR);
}

static void
test_no_contact_of_its_boot_then_the_wall_clock(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 10 * DAY - 2 * MINUTE, 0, 4);
	press(&s, boot_b, 0);
	s.punch.pressed.wall_ms = T0 + 10 * DAY - 10 * SECOND;
	tell(&s, boot_a, 10 * DAY, 0, 5)->now.wall_ms -= 7 * SECOND;
	expect(&s, RESTATE_WALL, 10 * DAY - 3 * SECOND, 0);
	assert_int_equal(s.got.anchor_received_ms, T0 + 10 * DAY);
}

static void
test_pressed_after_it_was_sent_that_anchor_is_not_used(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, HOUR, 0, 4);
	press(&s, boot_a, 2 * HOUR + 1);
	tell(&s, boot_a, 2 * HOUR, 0, 5);
	expect(&s, RESTATE_WALL, 2 * HOUR,
		RESTATE_FUTURE | RESTATE_CLAMPED | RESTATE_UNPROVEN);
	/* One of its boot that was made later is as good as any. */
	tell(&s, boot_a, 3 * HOUR, 0, 5);
	restate_by(&s, 1);
	assert_int_equal(s.got.method, RESTATE_SAME_BOOT);
	assert_int_equal(s.got.press_ms, T0 + 2 * HOUR);
	assert_int_equal(s.got.flags, RESTATE_FUTURE | RESTATE_CLAMPED);
}

/* --- a machine that was paused ------------------------------------------- */

/* Two hours pass for everybody but this machine, at this time since boot. */
static void
test_a_pause_between_two_contacts(void **state)
{
	struct scene s = scene_new();
	int64_t pause = 2 * HOUR;

	tell(&s, boot_a, 1 * HOUR, 0, 4);
	tell(&s, boot_a, 4 * HOUR, pause, 5)->now.wall_ms += pause;
	/* Before the pause, nearer to the contact before. */
	press(&s, boot_a, 2 * HOUR);
	expect(&s, RESTATE_PAUSED, 2 * HOUR, RESTATE_BETWEEN | RESTATE_STEPPED);
	assert_int_equal(s.got.anchor_boottime_ms, HOUR);
	/* Behind it. */
	press(&s, boot_a, 3 * HOUR);
	s.punch.pressed.wall_ms += pause;
	expect(&s, RESTATE_PAUSED, 3 * HOUR + pause,
		RESTATE_BETWEEN | RESTATE_STEPPED);
	assert_int_equal(s.got.anchor_boottime_ms, 4 * HOUR);
	/* A wall clock that is nonsense: not outside what the two say. */
	s.punch.pressed.wall_ms = 0;
	expect(&s, RESTATE_PAUSED, 3 * HOUR, RESTATE_BETWEEN | RESTATE_STEPPED);
	s.punch.pressed.wall_ms = 2 * T0;
	expect(&s, RESTATE_PAUSED, 3 * HOUR + pause,
		RESTATE_BETWEEN | RESTATE_STEPPED);
}

static void
test_others_of_a_paused_boot_are_untouched(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 1 * HOUR, 0, 4);
	tell(&s, boot_a, 4 * HOUR, 2 * HOUR, 5)->now.wall_ms += 2 * HOUR;
	tell(&s, boot_a, 5 * HOUR, 2 * HOUR, 5)->now.wall_ms += 2 * HOUR;
	press(&s, boot_a, HOUR - 1);
	s.punch.number = 4;
	restate_by(&s, 0);
	assert_int_equal(s.got.press_ms, T0 + HOUR - 1);
	assert_int_equal(s.got.flags, 0);
	press(&s, boot_a, 4 * HOUR + 1);
	s.punch.pressed.wall_ms += 2 * HOUR;
	s.punch.number = 6;
	s.contacts[2].highest = 6;
	expect(&s, RESTATE_SAME_BOOT, 6 * HOUR + 1, 0);
}

static void
test_slowness_and_drift_are_no_pause(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 0, 0, 4);
	press(&s, boot_a, 1);
	tell(&s, boot_a, 10 * HOUR, 30 * SECOND + 3600, 5);
	expect(&s, RESTATE_SAME_BOOT, 30 * SECOND + 3601, 0);
	s.contacts[1].received_ms++;
	expect(&s, RESTATE_PAUSED, 1, RESTATE_BETWEEN);
}

/* --- proven interval ----------------------------------------------------- */

static void
interval(const struct scene *s, int64_t not_before, int64_t not_after)
{
	assert_int_equal(s->got.not_before_ms - T0, not_before);
	assert_int_equal(s->got.not_after_ms - T0, not_after);
}

static void
test_bounds_are_of_the_contacts_around_the_telling(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, 2 * HOUR);
	tell(&s, boot_a, 3 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, 0);
	interval(&s, 0, 3 * HOUR);

	s.count = 0;
	tell(&s, boot_a, 1 * HOUR, SECOND, 4);
	tell(&s, boot_a, 3 * HOUR, SECOND, 5);
	tell(&s, boot_a, 3 * HOUR + MINUTE, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, 0);
	interval(&s, HOUR + SECOND - 30 * SECOND, 3 * HOUR + SECOND);
}

static void
test_whoever_carries_it_knew_it(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, 2 * HOUR);
	tell(&s, boot_a, 1 * HOUR, 0, 0);
	tell(&s, boot_a, 3 * HOUR, 0, 0);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, 0);
	interval(&s, HOUR - 30 * SECOND, 3 * HOUR);
}

static void
test_a_press_is_put_inside_its_interval(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 9 * HOUR, 0, 4);
	tell(&s, boot_a, 10 * HOUR, 0, 5);
	tell(&s, boot_a, 10 * HOUR + MINUTE, 0, 5);
	press(&s, boot_a, 9 * HOUR - 5 * MINUTE - 30 * SECOND);
	expect(&s, RESTATE_SAME_BOOT, 9 * HOUR - 30 * SECOND, RESTATE_LIFTED);
	s.punch.pressed.boottime_ms--;
	s.punch.pressed.wall_ms--;
	expect(&s, RESTATE_SAME_BOOT, 9 * HOUR - 30 * SECOND,
		RESTATE_LIFTED | RESTATE_MOVED);
	press(&s, boot_a, 10 * HOUR + 1);
	expect(&s, RESTATE_SAME_BOOT, 10 * HOUR, RESTATE_CLAMPED);
	/* By the wall clock, far in the future. */
	press(&s, boot_b, 99 * DAY);
	expect(&s, RESTATE_WALL, 10 * HOUR,
		RESTATE_FUTURE | RESTATE_CLAMPED | RESTATE_MOVED |
			RESTATE_UNPROVEN);
}

static void
test_nothing_comes_before_its_enrolment(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, 0);
	s.punch.pressed.wall_ms = 3 * SECOND; /* of 1970 */
	tell(&s, boot_b, HOUR, 0, 5);
	expect(&s, RESTATE_WALL, 0,
		RESTATE_LIFTED | RESTATE_MOVED | RESTATE_UNPROVEN);
	s.evidence.begun_ms = 0;
	s.contacts[0].now.wall_ms += DAY;
	expect(&s, RESTATE_WALL, -T0, RESTATE_UNPROVEN);
	interval(&s, -T0, HOUR);
}

static void
test_a_contact_that_lay_about_proves_no_beginning(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 1 * HOUR, 0, 4);
	tell(&s, boot_a, 2 * HOUR, 5 * MINUTE, 4);
	press(&s, boot_a, 2 * HOUR + SECOND);
	tell(&s, boot_a, 3 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR + SECOND, 0);
	interval(&s, HOUR - 30 * SECOND, 3 * HOUR);
	/* It would have lifted it by more than five minutes. */
	s.contacts[1].received_ms += 31 * SECOND + 1;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR + SECOND, RESTATE_MOVED);
	s.contacts[1].received_ms--;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR + SECOND, 0);
}

static void
test_told_and_kept_back_is_flagged(void **state)
{
	struct scene s = scene_new();

	press(&s, boot_a, HOUR - SECOND);
	tell(&s, boot_a, HOUR, 0, 5);
	tell(&s, boot_a, 2 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, HOUR - SECOND, 0);
	s.contacts[1] = s.contacts[0];
	s.contacts[1].received_ms++;
	tell(&s, boot_a, HOUR + 5 * MINUTE + 1, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, HOUR - SECOND, RESTATE_HELD);
	s.contacts[2].received_ms--;
	s.contacts[2].now.boottime_ms--;
	expect(&s, RESTATE_SAME_BOOT, HOUR - SECOND, 0);
}

/* --- copies -------------------------------------------------------------- */

/* Yesterday the number was told, by a state that is lost or another branch. */
static struct scene
told_yesterday(void)
{
	struct scene s = scene_new();

	tell(&s, boot_b, HOUR, 0, 4);
	tell(&s, boot_b, 2 * HOUR, 0, 9);
	tell(&s, boot_b, DAY - HOUR, 0, 9);
	press(&s, boot_a, DAY);
	tell(&s, boot_a, DAY + HOUR, 0, 5);
	return s;
}

static void
test_forks_and_roll_backs_take_no_bound(void **state)
{
	struct scene s = told_yesterday();

	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR,
		RESTATE_CLAMPED | RESTATE_MOVED | RESTATE_HELD);
	s.evidence.rolled_back = true;
	expect(&s, RESTATE_SAME_BOOT, DAY, RESTATE_FORK);
	interval(&s, 0, DAY + HOUR);
	s.evidence.rolled_back = false;
	s.evidence.fork_from = 5;
	expect(&s, RESTATE_SAME_BOOT, DAY, RESTATE_FORK);
	interval(&s, 0, DAY + HOUR);
	s.evidence.fork_from = 6;
	restate_by(&s, 3);
	interval(&s, HOUR - 30 * SECOND, 2 * HOUR);
}

/* No machine goes back into a boot: what speaks in between is another one. */
static void
test_a_second_machine_proves_nothing(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 1 * HOUR, 0, 4);
	press(&s, boot_a, 2 * HOUR);
	tell(&s, boot_b, 2 * HOUR + 5 * MINUTE, 30 * SECOND, 4);
	tell(&s, boot_a, 3 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, 0);
	interval(&s, HOUR - 30 * SECOND, 3 * HOUR);
	s.contacts[1].received_ms++;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, RESTATE_FORK);
	/* Where only one side of it is seen, it may have been a reboot. */
	s.contacts[0].now.boot = boot_b;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR + 5 * MINUTE + 1,
		RESTATE_LIFTED | RESTATE_MOVED);
	s.contacts[0].now.boot = boot_a;
	s.contacts[2].now.boot = boot_b;
	expect(&s, RESTATE_ANCHOR, 2 * HOUR + 5 * MINUTE + 1,
		RESTATE_LIFTED | RESTATE_MOVED);
}

/* Nor does what goes on after the press's own boot has spoken. */
static void
test_a_first_machine_proves_nothing(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, 3 * HOUR, 0, 4);
	press(&s, boot_b, 2 * HOUR);
	tell(&s, boot_b, 3 * HOUR + MINUTE, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 3 * HOUR - 30 * SECOND,
		RESTATE_LIFTED | RESTATE_MOVED);
	tell(&s, boot_a, 3 * HOUR + 2 * MINUTE, 0, 4);
	restate_by(&s, 1);
	assert_int_equal(s.got.press_ms - T0, 2 * HOUR);
	assert_int_equal(s.got.flags, RESTATE_FORK);
	interval(&s, 0, 3 * HOUR + MINUTE);
}

static void
test_a_brought_press_stands_as_restated(void **state)
{
	struct scene s = scene_new();

	s.evidence.brought = true;
	s.evidence.begun_ms = T0 + DAY;
	press(&s, boot_b, HOUR);
	tell(&s, boot_a, DAY + HOUR, 0, 0);
	expect(&s, RESTATE_WALL, HOUR, RESTATE_UNPROVEN);
	interval(&s, -T0, DAY + HOUR);
}

static void
test_roll_backs_are_told_from_what_lay_about(void **state)
{
	struct scene s = scene_new();
	struct contact *late = tell(&s, boot_a, HOUR, 10 * MINUTE, 4);

	assert_true(restate_rolled_back(
		late, late, 1, late->received_ms - 30 * SECOND - 1));
	assert_false(restate_rolled_back(
		late, late, 1, late->received_ms - 30 * SECOND));
	assert_false(restate_rolled_back(late, late, 1, INT64_MAX));
	/* A later one of its boot came first. */
	tell(&s, boot_a, HOUR + MINUTE, 0, 5);
	assert_false(restate_rolled_back(
		late, s.contacts, s.count, s.contacts[1].received_ms));
}

/* --- odds and ends ------------------------------------------------------- */

static void
test_steps_are_seen_between_neighbours(void **state)
{
	struct scene s = scene_new();

	tell(&s, boot_a, HOUR, 0, 4)->now.wall_ms += DAY;
	press(&s, boot_a, 2 * HOUR);
	tell(&s, boot_a, 3 * HOUR, 0, 5);
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, RESTATE_STEPPED);
	s.punch.pressed.wall_ms += DAY;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, RESTATE_STEPPED);
	s.contacts[0].now.wall_ms -= DAY;
	s.punch.pressed.wall_ms -= DAY;
	tell(&s, boot_a, 4 * HOUR, 0, 5)->now.wall_ms += DAY;
	expect(&s, RESTATE_SAME_BOOT, 2 * HOUR, 0);
}

/* The widest that the wire lets in: nothing overflows, all stays inside. */
static void
test_hostile_clocks(void **state)
{
	static const int64_t odd[] = {
		0, 1, T0, INT64_C(253402300799999), (INT64_C(1) << 53) - 1};
	const int n = sizeof(odd) / sizeof(odd[0]);

	for (int i = 0; i < n * n * n * n * n; i++) {
		struct scene s = scene_new();
		struct contact *before = tell(&s, boot_a, 0, 0, 4);
		struct contact *after = tell(&s, boot_a, 0, HOUR, 5);

		press(&s, boot_a, odd[i % n]);
		before->now.boottime_ms = odd[i / n % n];
		after->now.boottime_ms = odd[i / n / n % n];
		s.punch.pressed.wall_ms = odd[i / n / n / n % n];
		after->now.wall_ms = odd[i / n / n / n / n];
		restate_by(&s, 1);
		assert_in_range(s.got.press_ms, s.got.not_before_ms,
			s.got.not_after_ms);
	}
}

static void
test_names(void **state)
{
	for (int i = 0; i < 4; i++)
		assert_int_equal(restate_method_parse(restate_method_name(
					 (enum restate_method)i)),
			i);
	assert_int_equal(restate_method_parse("chosen"), -1);
	assert_string_equal(restate_flag_name(RESTATE_BETWEEN), "paused");
	assert_null(restate_flag_name(1 << 11));
	assert_true(restate_is_exact(RESTATE_ANCHOR));
	assert_false(restate_is_exact(RESTATE_PAUSED));
}

/* --- steps of the wall clock --------------------------------------------- */

static bool
stepped(int64_t wall_passed_ms, int64_t boot_passed_ms)
{
	struct stamp earlier = {
		.wall_ms = T0, .boottime_ms = 100, .boot = boot_a};
	struct stamp later = {.wall_ms = T0 + wall_passed_ms,
		.boottime_ms = 100 + boot_passed_ms,
		.boot = boot_a};

	return restate_clock_stepped(&earlier, &later);
}

static void
test_steps_of_five_seconds_are_seen(void **state)
{
	struct stamp a = {.wall_ms = 0, .boot = boot_a};
	struct stamp b = {.wall_ms = 99999, .boot = boot_b};

	assert_false(stepped(4999, 0));
	assert_true(stepped(5000, 0));
	assert_false(stepped(-4999, 0));
	assert_true(stepped(-5000, 0));
	/* 100 ppm of 10 million ms are one second. */
	assert_false(stepped(10000000 + 5999, 10000000));
	assert_true(stepped(10000000 + 6000, 10000000));
	assert_false(stepped(10000000 - 5999, 10000000));
	assert_true(stepped(10000000 - 6000, 10000000));
	assert_false(restate_clock_stepped(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_a_boots_clock_is_exact_whatever_the_wall_says),
		cmocka_unit_test(
			test_the_quickest_within_a_day_from_the_first_after_it),
		cmocka_unit_test(test_none_after_it_then_the_last_before_it),
		cmocka_unit_test(
			test_no_contact_of_its_boot_then_the_wall_clock),
		cmocka_unit_test(
			test_pressed_after_it_was_sent_that_anchor_is_not_used),
		cmocka_unit_test(test_a_pause_between_two_contacts),
		cmocka_unit_test(test_others_of_a_paused_boot_are_untouched),
		cmocka_unit_test(test_slowness_and_drift_are_no_pause),
		cmocka_unit_test(
			test_bounds_are_of_the_contacts_around_the_telling),
		cmocka_unit_test(test_whoever_carries_it_knew_it),
		cmocka_unit_test(test_a_press_is_put_inside_its_interval),
		cmocka_unit_test(test_nothing_comes_before_its_enrolment),
		cmocka_unit_test(
			test_a_contact_that_lay_about_proves_no_beginning),
		cmocka_unit_test(test_told_and_kept_back_is_flagged),
		cmocka_unit_test(test_forks_and_roll_backs_take_no_bound),
		cmocka_unit_test(test_a_second_machine_proves_nothing),
		cmocka_unit_test(test_a_first_machine_proves_nothing),
		cmocka_unit_test(test_a_brought_press_stands_as_restated),
		cmocka_unit_test(test_roll_backs_are_told_from_what_lay_about),
		cmocka_unit_test(test_steps_are_seen_between_neighbours),
		cmocka_unit_test(test_hostile_clocks),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_steps_of_five_seconds_are_seen),
	};

	return cmocka_run_group_tests_name("restate", tests, NULL, NULL);
}
