#ifndef TESTS_UNIT_CORE_TRUST_DAY_H
#define TESTS_UNIT_CORE_TRUST_DAY_H

/* A day of somebody who may lie, and of a bystander. */

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

static inline int64_t
between(struct day *day, int64_t low, int64_t high)
{
	return low + trust_random(&day->random, high - low + 1);
}

/* What the clocks show. */
static inline struct stamp
clocks(const struct day *day)
{
	return (struct stamp){.wall_ms = day->now_ms,
		.boottime_ms = day->now_ms - day->booted_ms,
		.boot = boot_a};
}

/* Clocks that somebody made up. */
static inline struct stamp
forged(const struct day *day, struct id boot, int64_t boottime_ms,
	int64_t wall_ms)
{
	(void)day;
	return (struct stamp){.wall_ms = wall_ms,
		.boottime_ms = boottime_ms < 0 ? 0 : boottime_ms,
		.boot = boot};
}

static inline struct trust_press *
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

static inline struct trust_press *
press(struct day *day, struct stamp claimed)
{
	return press_as(day, ++day->number, claimed);
}

/* A contact, which delivers one press or none. */
static inline void
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
static inline void
send(struct day *day, struct stamp now, struct trust_press *item)
{
	tell(day, day->enrolment, now, day->denies ? 0 : day->number, item);
}

/* Time passes, in which the client behaves. */
static inline void
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
static inline void
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

static inline void
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

#endif
