/*
 * People who lie with a valid account: about their clocks, their numbers, what
 * they sent and when. A lie moves nobody else's press, and the liar's own one
 * no further back than to the last contact before it, unless it is flagged.
 * TRUST_LIARS says how often each is tried, TRUST_SEED which is the first.
 */

#include <stdio.h>
#include <stdlib.h>

#include "trust_day.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_liars),
	};

	return cmocka_run_group_tests_name("liars", tests, NULL, NULL);
}
