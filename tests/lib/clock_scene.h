#ifndef TESTS_LIB_CLOCK_SCENE_H
#define TESTS_LIB_CLOCK_SCENE_H

/*
 * A run of punches of one person and one device, for tests of the clock: added
 * one by one, numbered from 1 in the order they are made, then replayed and
 * looked at. A zeroed scene is empty.
 */

#include "core/clock.h"

/* Minutes after an arbitrary midnight (UTC). */
#define SCENE_MIDNIGHT_MS INT64_C(1763942400000)
#define SCENE_AT(hour, minute)                                                 \
	(SCENE_MIDNIGHT_MS + ((hour)*60 + (minute)) * INT64_C(60000))

enum {
	JOB_A = 10,
	JOB_B = 20
};

struct scene {
	struct clock_event events[16];
	size_t n;
	struct clock_state state;
	unsigned effects[16];
};

/* Meals of 30 minutes, due after four hours, and no shorter. */
extern const struct clock_rules scene_tracked;

/* The id that this number stands for: of a punch, a job, a device, a boot. */
struct id scene_id(int n);

/* Adds a punch; change it as you like. A GO takes its job, a void the number
 * of what it takes back. */
struct clock_event *
scene_add(struct scene *s, enum punch_kind kind, int64_t at_ms);
void scene_go(struct scene *s, int job, int64_t at_ms);
struct clock_event *scene_undo(struct scene *s, int number, int64_t at_ms);

/* Replays all punches from nothing. */
void scene_replay(struct scene *s, const struct clock_rules *rules);

/* The state after it: the mode, since when, and the number of the punch that
 * made it so (0: none). */
void
scene_expect_in(const struct scene *s, int job, int64_t since_ms, int last);
void scene_expect_out(const struct scene *s, int64_t since_ms, int last);
void
scene_expect_meal(const struct scene *s, int job, int64_t since_ms, int last);

#endif
