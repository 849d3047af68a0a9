/*
 * People who lie with a valid account: about their clocks, their numbers, what
 * they sent and when. A lie moves nobody else's press, and the liar's own one
 * no further back than to the last contact before it, unless it is flagged.
 * TRUST_LIARS says how often each is tried, TRUST_SEED which is the first.
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "lib/cmocka_all.h"
#include "lib/trust_world.h"

#define TRIES 400
#define BEGUN INT64_C(1764000000000)
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define SEEN                                                                   \
	(RESTATE_DIFFERS | RESTATE_FUTURE | RESTATE_FORK | RESTATE_BETWEEN |   \
		RESTATE_HELD | RESTATE_MOVED)
#define NOTES (RESTATE_STEPPED | RESTATE_BETWEEN) /* of a machine */

/* A day of somebody's: at work since the morning, and then the lie. */
struct day {
	uint64_t seed, random;
	int64_t now_ms;
	int64_t booted_ms;
	int64_t every_ms; /* between contacts */
	int64_t number;
	bool denies; /* tells that nothing was recorded, always */
	struct trust_enrolment *enrolment;
	struct trust_enrolment *bystander; /* on the same machine */
	struct trust_press *presses;
	size_t count;
};

static struct trust_enrolment liars, bystanders;
static struct trust_press all[TRUST_PRESSES];
static const struct id boot_a = {{0xa}}, boot_x = {{0xc}};

static int64_t
between(struct day *day, int64_t low, int64_t high)
{
	return low + trust_random(&day->random, high - low + 1);
}

/* What the clocks show. */
static struct stamp
clocks(const struct day *day)
{
	return (struct stamp){.wall_ms = day->now_ms,
		.boottime_ms = day->now_ms - day->booted_ms,
		.boot = boot_a};
}

/* Clocks that somebody made up. */
static struct stamp
forged(const struct day *day, struct id boot, int64_t boottime_ms,
	int64_t wall_ms)
{
	(void)day;
	return (struct stamp){.wall_ms = wall_ms,
		.boottime_ms = boottime_ms < 0 ? 0 : boottime_ms,
		.boot = boot};
}

static struct trust_press *
press_as(struct day *day, int64_t number, struct stamp claimed)
{
	struct trust_press *press = &day->presses[day->count];

	assert_true(day->count < TRUST_PRESSES);
	*press = (struct trust_press){
		.punch = {.id = {{0xaa, (uint8_t)day->count++}},
			.number = number,
			.pressed = claimed},
		.true_ms = day->now_ms};
	return press;
}

static struct trust_press *
press(struct day *day, struct stamp claimed)
{
	return press_as(day, ++day->number, claimed);
}

/* A contact, which delivers one press or none. */
static void
tell(struct day *day, struct trust_enrolment *to, struct stamp now,
	int64_t highest, struct trust_press *item)
{
	const struct contact contact = {
		.now = now, .highest = highest, .received_ms = day->now_ms};
	const struct trust_contact truth = {.took_ms = 0};

	if (item != NULL)
		item->punch.enrolment = to->id;
	trust_take(to, &contact, &truth, &item, item != NULL);
}

/* Told as it is, or as this liar always does. */
static void
send(struct day *day, struct stamp now, struct trust_press *item)
{
	tell(day, day->enrolment, now, day->denies ? 0 : day->number, item);
}

/* Time passes, in which the client behaves. */
static void
go_on(struct day *day, int64_t for_ms)
{
	int64_t until_ms = day->now_ms + for_ms;

	while (day->now_ms + day->every_ms <= until_ms) {
		day->now_ms += day->every_ms;
		send(day, clocks(day), NULL);
	}
	day->now_ms = until_ms;
}

/* A press of the bystander's, and an honest one of the liar's. */
static void
behave(struct day *day)
{
	static struct trust_press *pressed;
	int64_t number = (int64_t)day->bystander->press_count + 1;

	pressed = press_as(day, number, clocks(day));
	tell(day, day->bystander, clocks(day), number, pressed);
	pressed = press(day, clocks(day));
	day->now_ms += between(day, 0, SECOND);
	send(day, clocks(day), pressed);
}

/* --- the lies ------------------------------------------------------------ */

static void
wall_an_hour_back(struct day *day)
{
	struct stamp claimed = clocks(day);

	claimed.wall_ms -= HOUR;
	send(day, clocks(day), press(day, claimed));
}

static void
wall_set_and_put_back(struct day *day)
{
	struct stamp now = clocks(day);

	now.wall_ms -= between(day, HOUR, 9 * HOUR);
	send(day, now, press(day, now));
	send(day, clocks(day), NULL);
}

static void
boot_made_up_nine_hours(struct day *day)
{
	send(day, clocks(day),
		press(day, forged(day, boot_x, HOUR, day->now_ms - 9 * HOUR)));
}

static void
boot_made_up_400_days(struct day *day)
{
	send(day, clocks(day),
		press(day, forged(day, boot_x, HOUR, day->now_ms - 400 * DAY)));
}

static void
before_the_enrolment(struct day *day)
{
	send(day, clocks(day),
		press(day, forged(day, boot_x, HOUR,
				   day->enrolment->begun_ms - HOUR)));
}

static void
boottime_back(struct day *day)
{
	struct stamp claimed = clocks(day);
	int64_t by_ms = between(day, 6 * MINUTE, 9 * HOUR);

	send(day, clocks(day),
		press(day, forged(day, boot_a, claimed.boottime_ms - by_ms,
				   claimed.wall_ms - by_ms)));
}

static void
boottime_ahead(struct day *day)
{
	struct stamp claimed = clocks(day);

	send(day, clocks(day),
		press(day, forged(day, boot_a, claimed.boottime_ms + HOUR,
				   claimed.wall_ms - 9 * HOUR)));
}

static void
now_ahead(struct day *day)
{
	struct trust_press *pressed = press(day, clocks(day));
	struct stamp now = clocks(day);

	now.boottime_ms += between(day, 6 * MINUTE, 9 * HOUR);
	pressed->punch.pressed.wall_ms -=
		now.boottime_ms - pressed->punch.pressed.boottime_ms;
	send(day, now, pressed);
}

static void
now_back(struct day *day)
{
	struct stamp now = clocks(day), claimed = now;

	now.boottime_ms -= HOUR;
	claimed.wall_ms -= 3 * HOUR;
	send(day, now, press(day, claimed));
}

static void
now_wall_ahead(struct day *day)
{
	struct stamp now = clocks(day);

	now.wall_ms += 9 * HOUR;
	send(day, now, press(day, forged(day, boot_x, HOUR, day->now_ms)));
}

static void
never_told(struct day *day)
{
	day->denies = true;
	go_on(day, 2 * HOUR);
	boottime_back(day);
}

static void
told_too_much(struct day *day)
{
	struct stamp then = clocks(day);

	tell(day, day->enrolment, clocks(day), day->number + 5, NULL);
	day->number += 4;
	go_on(day, 3 * HOUR);
	tell(day, day->enrolment, clocks(day), day->number + 1, NULL);
	day->now_ms += MINUTE;
	send(day, clocks(day),
		press(day, forged(day, boot_a, then.boottime_ms - HOUR,
				   then.wall_ms - HOUR)));
}

static void
in_the_future(struct day *day)
{
	struct stamp claimed = clocks(day);

	claimed.wall_ms += DAY;
	send(day, clocks(day), press(day, claimed));
	send(day, clocks(day),
		press(day, forged(day, boot_x, HOUR, day->now_ms + DAY)));
}

static void
held_back(struct day *day)
{
	struct trust_press *pressed = press(day, clocks(day));

	send(day, clocks(day), NULL);
	go_on(day, 2 * HOUR);
	send(day, clocks(day), pressed);
}

/* A boot of which all is made up, contacts too. */
static void
two_boots(struct day *day)
{
	int64_t up_ms = 10 * HOUR;
	int64_t by_ms = between(day, HOUR, 9 * HOUR);

	send(day, forged(day, boot_x, up_ms, day->now_ms), NULL);
	day->now_ms += MINUTE;
	send(day, forged(day, boot_x, up_ms + MINUTE, day->now_ms),
		press(day, forged(day, boot_x, up_ms - by_ms,
				   day->now_ms - by_ms)));
}

static void
old_contact_again(struct day *day)
{
	const struct contact *old = &day->enrolment->contacts[2];

	tell(day, day->enrolment, old->now, old->highest, NULL);
	day->now_ms += SECOND;
	boottime_back(day);
}

static void
rolled_back_on_purpose(struct day *day)
{
	struct stamp claimed = clocks(day);
	int64_t by_ms = between(day, HOUR, 9 * HOUR);

	go_on(day, HOUR);
	tell(day, day->enrolment, clocks(day), 1,
		press(day, forged(day, boot_a, claimed.boottime_ms - by_ms,
				   claimed.wall_ms - by_ms)));
}

static void
forked_on_purpose(struct day *day)
{
	send(day, clocks(day), press_as(day, 2, clocks(day)));
	day->now_ms += MINUTE;
	boottime_back(day);
}

static void
forked_then_by_the_wall(struct day *day)
{
	send(day, clocks(day), press_as(day, day->number, clocks(day)));
	day->now_ms += MINUTE;
	boot_made_up_nine_hours(day);
}

/* A contact that looks as if it had waited for hours. */
static void
as_if_it_lay_about(struct day *day)
{
	struct stamp now = clocks(day);

	now.boottime_ms -= 3 * HOUR;
	send(day, now, NULL);
	day->now_ms += SECOND;
	boottime_back(day);
}

static void
paused_on_purpose(struct day *day)
{
	day->now_ms += 2 * HOUR;
	day->booted_ms += 2 * HOUR;
	send(day, clocks(day),
		press(day, forged(day, boot_a, clocks(day).boottime_ms,
				   day->now_ms - 2 * HOUR)));
}

/* A second machine that was far away, and has nothing to do with it. */
static void
second_machine(struct day *day)
{
	int64_t far_ms = day->now_ms;

	send(day, forged(day, boot_x, HOUR, day->now_ms), NULL);
	go_on(day, 4 * HOUR);
	send(day, forged(day, boot_x, HOUR + day->now_ms - far_ms, day->now_ms),
		press(day, forged(day, boot_x, 2 * HOUR, far_ms + HOUR)));
}

static void
number_left_open(struct day *day)
{
	struct stamp then = clocks(day);
	int64_t number = ++day->number;

	send(day, clocks(day), press(day, clocks(day)));
	go_on(day, 3 * HOUR);
	send(day, clocks(day),
		press_as(day, number,
			forged(day, boot_a, then.boottime_ms - HOUR,
				then.wall_ms - HOUR)));
}

/* Moves what stands already: a contact that is quicker than light. */
static void
quicker_than_light(struct day *day)
{
	struct stamp now = clocks(day);

	behave(day);
	now.boottime_ms += between(day, 6 * MINUTE, 9 * HOUR);
	send(day, now, NULL);
}

/* Whatever comes to mind. */
static struct stamp
some_stamp(struct day *day)
{
	struct stamp stamp = clocks(day);

	if (between(day, 0, 2) == 0)
		stamp.boot = boot_x;
	if (between(day, 0, 1) == 0)
		stamp.boottime_ms += between(day, -9 * HOUR, 3 * HOUR);
	if (stamp.boottime_ms < 0)
		stamp.boottime_ms = 0;
	stamp.wall_ms += stamp.boottime_ms - clocks(day).boottime_ms;
	if (between(day, 0, 3) == 0)
		stamp.wall_ms += between(day, -9 * HOUR, 3 * HOUR);
	return stamp;
}

static void
anything(struct day *day)
{
	for (int i = 0; i < 12; i++) {
		struct trust_press *pressed = NULL;
		int64_t highest = day->number;

		if (between(day, 0, 1) == 0)
			pressed = press(day, some_stamp(day));
		if (between(day, 0, 3) == 0)
			highest += between(day, -6, 6);
		day->now_ms += between(day, 0, 40 * MINUTE);
		tell(day, day->enrolment, some_stamp(day), highest, pressed);
		if (between(day, 0, 2) == 0)
			go_on(day, between(day, 0, 2 * HOUR));
	}
}

static const struct lie {
	const char *name;
	void (*tell)(struct day *day);
} lies[] = {
	{"wall clock an hour back", wall_an_hour_back},
	{"wall clock set and put back", wall_set_and_put_back},
	{"boot made up, nine hours back", boot_made_up_nine_hours},
	{"boot made up, 400 days back", boot_made_up_400_days},
	{"before the enrolment", before_the_enrolment},
	{"boot time back", boottime_back},
	{"boot time ahead", boottime_ahead},
	{"now ahead", now_ahead},
	{"now back", now_back},
	{"now's wall clock ahead", now_wall_ahead},
	{"never told", never_told},
	{"told too much", told_too_much},
	{"in the future", in_the_future},
	{"held back", held_back},
	{"two boots made up", two_boots},
	{"an old contact again", old_contact_again},
	{"rolled back on purpose", rolled_back_on_purpose},
	{"forked on purpose", forked_on_purpose},
	{"forked, then by the wall clock", forked_then_by_the_wall},
	{"as if it lay about", as_if_it_lay_about},
	{"paused on purpose", paused_on_purpose},
	{"a second machine", second_machine},
	{"a number left open", number_left_open},
	{"quicker than light", quicker_than_light},
	{"anything", anything},
};

/* --- what comes of it ---------------------------------------------------- */

struct outcome {
	int told, seen, bounded;
};

static void
begin(struct day *day, uint64_t seed)
{
	*day = (struct day){
		.seed = seed,
		.random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15),
		.enrolment = &liars,
		.bystander = &bystanders,
		.presses = all,
	};
	day->now_ms = BEGUN;
	day->booted_ms = BEGUN - between(day, 10 * HOUR, 20 * HOUR);
	day->every_ms = between(day, 3 * MINUTE, 20 * MINUTE);
	trust_begin(&liars, 1, BEGUN);
	trust_begin(&bystanders, 2, BEGUN);
	for (int i = 0; i < 4; i++) {
		go_on(day, between(day, day->every_ms, 2 * HOUR));
		behave(day);
	}
	go_on(day, between(day, day->every_ms, HOUR));
}

/* The last that the service had heard of the liar when this was pressed. */
static int64_t
heard_before(const struct day *day, const struct trust_press *press)
{
	int64_t last_ms = day->enrolment->begun_ms;

	for (size_t i = 0; i < day->enrolment->count; i++)
		if (day->enrolment->contacts[i].received_ms < press->true_ms)
			last_ms = day->enrolment->contacts[i].received_ms;
	return last_ms;
}

static void
check_own(const struct day *day, const char *name,
	const struct trust_press *press, struct outcome *outcome)
{
	const struct order_item *placed = &press->placed;
	int64_t back_ms = heard_before(day, press) - placed->press_ms;
	bool seen = (placed->flags & SEEN) != 0;

	outcome->told++;
	outcome->seen += seen;
	outcome->bounded += (placed->flags & RESTATE_LIFTED) != 0;
	if (press->restated.press_ms < press->restated.not_before_ms ||
		press->restated.press_ms > press->restated.not_after_ms ||
		placed->press_ms < press->restated.not_before_ms ||
		placed->press_ms > press->restated.not_after_ms)
		fail_msg("TRUST_SEED=%llu %s: outside its interval",
			(unsigned long long)day->seed, name);
	if (back_ms > CONTACT_SLACK_MS + RESTATE_FLAG_MS && !seen)
		fail_msg("TRUST_SEED=%llu %s: number %lld stands %lld ms "
			 "before what was heard, unseen: flags %#x",
			(unsigned long long)day->seed, name,
			(long long)press->punch.number, (long long)back_ms,
			placed->flags);
}

/* On a machine that really was paused it may be said of both. */
static void
check_bystander(const struct day *day, const char *name)
{
	for (size_t i = 0; i < day->bystander->press_count; i++) {
		const struct trust_press *press = day->bystander->presses[i];

		if (press->placed.at_ms != press->true_ms ||
			(press->placed.flags | NOTES) != NOTES)
			fail_msg("TRUST_SEED=%llu %s: a bystander is moved",
				(unsigned long long)day->seed, name);
	}
}

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void
test_liars(void **state)
{
	uint64_t first = setting("TRUST_SEED", 0);
	uint64_t count = setting("TRUST_LIARS", TRIES);

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct outcome outcome = {0};

		for (uint64_t seed = first; seed < first + count; seed++) {
			struct day day;

			begin(&day, seed);
			lies[i].tell(&day);
			go_on(&day, day.every_ms);
			behave(&day);
			trust_read(&liars);
			trust_read(&bystanders);
			check_bystander(&day, lies[i].name);
			for (size_t k = 0; k < liars.press_count; k++)
				check_own(&day, lies[i].name, liars.presses[k],
					&outcome);
		}
		printf("%-32s %6d presses, %5d flagged, %5d lifted\n",
			lies[i].name, outcome.told, outcome.seen,
			outcome.bounded);
		/* Each was tried for something. */
		assert_true(outcome.seen > 0);
	}
}

/* --- voids --------------------------------------------------------------- */

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
		cmocka_unit_test(test_liars),
		cmocka_unit_test(test_voids_by_proof),
	};

	return cmocka_run_group_tests_name("liars", tests, NULL, NULL);
}
