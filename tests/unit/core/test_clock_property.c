#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

/*
 * Random days of punches against an oracle that works the other way round: it
 * lays out the segments of time first and derives everything from them.
 */

#define ROUNDS 3000
#define PUNCHES_MAX 24
#define DAY_MS INT64_C(86400000)

static uint64_t seed = 88172645463325252;

static int
random_below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static struct id
id_of(int n)
{
	struct id id = {{0}};

	id.bytes[0] = (uint8_t)(n * 37); /* order of ids is not order of time */
	id.bytes[14] = (uint8_t)(n >> 8);
	id.bytes[15] = (uint8_t)n;
	return id;
}

static const int64_t gaps_ms[] = {0, 1, 9999, 30000, 30001, 600000, 1799999,
	1800000, 5400000, 14400000, 40000000};

/* A few devices in a few boots; time goes on, sometimes over midnight. */
static size_t
make_punches(struct clock_event *events)
{
	size_t n = (size_t)random_below(PUNCHES_MAX + 1);
	int64_t at = INT64_C(1763942400000);

	for (size_t i = 0; i < n; i++) {
		struct clock_event *e = &events[i];

		at += gaps_ms[random_below(11)];
		*e = (struct clock_event){
			.id = id_of((int)i + 1),
			.kind = (enum punch_kind)random_below(5),
			.enrolment = id_of(200 + random_below(2)),
			.number = (int64_t)i + 1,
			.at_ms = at,
			.boot = id_of(220 + random_below(2)),
			.boottime_ms = at / 7 * 7,
		};
		if (random_below(4) == 0)
			e->not_before_ms = at - gaps_ms[random_below(5)];
		if (random_below(4) == 0)
			e->not_after_ms = at + gaps_ms[random_below(5)];
		if (e->kind == PUNCH_GO) {
			e->location = id_of(100 + random_below(3));
			e->cost_code = id_of(110 + random_below(3));
		}
		if (e->kind == PUNCH_VOID) /* mostly of one just before */
			e->target = id_of((int)i + 1 - random_below(4));
	}
	return n;
}

/* --- the oracle ------------------------------------------------------------
 */

#define MAX_MS INT64_C(36000000) /* of a record: ten hours */

struct segment {
	enum clock_mode mode; /* IN or MEAL */
	int64_t begin, end;   /* end -1: open */
	int run;
	const struct clock_event *go, *began;
};

struct oracle {
	struct segment segments[PUNCHES_MAX];
	int n, run;
	int64_t out_since;
	struct id out_last;
};

static bool
oracle_voids(const struct clock_event *v, const struct clock_event *t)
{
	int64_t passed = v->boottime_ms - t->boottime_ms;

	if (v->kind != PUNCH_VOID || t->kind == PUNCH_VOID ||
		memcmp(&v->target, &t->id, sizeof(t->id)) != 0)
		return false;
	if (memcmp(&v->enrolment, &t->enrolment, sizeof(t->enrolment)) != 0 ||
		memcmp(&v->boot, &t->boot, sizeof(t->boot)) != 0 ||
		(t->not_after_ms && v->not_before_ms > t->not_after_ms + 30000))
		return false;
	return 0 <= passed && passed <= 30000;
}

static bool
oracle_is_voided(const struct clock_event *events, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++) {
		if (oracle_voids(&events[k], &events[i]))
			return true;
	}
	return false;
}

static struct segment *
oracle_open(struct oracle *o)
{
	struct segment *s = o->n ? &o->segments[o->n - 1] : NULL;

	return s != NULL && s->end < 0 ? s : NULL;
}

/* Longer than a record can be. */
static bool
oracle_is_none(const struct segment *s)
{
	return s->end >= 0 && s->end - s->begin > MAX_MS;
}

static void
oracle_begin(struct oracle *o, enum clock_mode mode,
	const struct clock_event *e, const struct clock_event *job)
{
	struct segment *open = oracle_open(o);

	if (open != NULL)
		open->end = e->at_ms;
	if (open == NULL || (e->kind == PUNCH_GO && oracle_is_none(open)))
		o->run++;
	o->segments[o->n++] =
		(struct segment){mode, e->at_ms, -1, o->run, job, e};
}

static void
oracle_take(struct oracle *o, const struct clock_event *e)
{
	struct segment *open = oracle_open(o);

	if (e->kind == PUNCH_GO) {
		oracle_begin(o, CLOCK_IN, e, e);
	} else if (e->kind == PUNCH_STOP && open != NULL) {
		open->end = o->out_since = e->at_ms;
		o->out_last = e->id;
	} else if (e->kind == PUNCH_MEAL && open != NULL &&
		   open->mode == CLOCK_IN) {
		oracle_begin(o, CLOCK_MEAL, e, open->go);
	} else if (e->kind == PUNCH_RESUME && open != NULL &&
		   open->mode == CLOCK_MEAL) {
		oracle_begin(o, CLOCK_IN, e, open->go);
	}
}

static int64_t
oracle_run_day(const struct oracle *o, int run)
{
	for (int i = 0; i < o->n; i++) {
		if (o->segments[i].run == run)
			return o->segments[i].begin / DAY_MS;
	}
	return -1;
}

static void
oracle_day(const struct oracle *o, struct clock_state *state)
{
	int64_t day = oracle_run_day(o, o->run);

	for (int i = o->n - 1; i >= 0; i--) {
		const struct segment *s = &o->segments[i];

		if (oracle_run_day(o, s->run) != day)
			break;
		state->day_ms = s->begin;
		if (oracle_is_none(s))
			continue;
		state->meals_taken += s->mode == CLOCK_MEAL;
		if (s->mode == CLOCK_IN && s->end >= 0)
			state->worked_ms += s->end - s->begin;
	}
}

static struct clock_state
oracle_state(const struct clock_event *events, size_t n)
{
	struct oracle o = {.n = 0};
	struct clock_state state = {.mode = CLOCK_OUT};
	struct segment *open;

	for (size_t i = 0; i < n; i++) {
		if (!oracle_is_voided(events, n, i))
			oracle_take(&o, &events[i]);
	}
	open = oracle_open(&o);
	state.since_ms = open != NULL ? open->begin : o.out_since;
	state.last = open != NULL ? open->began->id : o.out_last;
	if (open != NULL) {
		state.mode = open->mode;
		state.location = open->go->location;
		state.cost_code = open->go->cost_code;
	}
	oracle_day(&o, &state);
	return state;
}

static void
expect_same(const struct clock_state *a, const struct clock_state *b)
{
	assert_int_equal(a->mode, b->mode);
	assert_int_equal(a->since_ms, b->since_ms);
	assert_true(id_equal(&a->location, &b->location));
	assert_true(id_equal(&a->cost_code, &b->cost_code));
	assert_true(id_equal(&a->last, &b->last));
	assert_int_equal(a->day_ms, b->day_ms);
	assert_int_equal(a->worked_ms, b->worked_ms);
	assert_int_equal(a->meals_taken, b->meals_taken);
}

/* --- the properties --------------------------------------------------------
 */

static const struct clock_rules rules = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240},
	.max_record_minutes = MAX_MS / 60000,
};

static void
test_replay_agrees_with_the_oracle(void **state)
{
	struct clock_event events[PUNCHES_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_punches(events);
		struct clock_state got, want = oracle_state(events, n);

		clock_replay(&rules, NULL, events, n, &got, NULL);
		expect_same(&got, &want);
	}
}

static void
test_a_void_equals_its_punch_never_made(void **state)
{
	struct clock_event events[PUNCHES_MAX], kept[PUNCHES_MAX];
	unsigned effects[PUNCHES_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_punches(events), k = 0;
		struct clock_state with, without;

		clock_replay(&rules, NULL, events, n, &with, effects);
		for (size_t i = 0; i < n; i++) {
			if (events[i].kind != PUNCH_VOID &&
				effects[i] != CLOCK_EFFECT_VOIDED)
				kept[k++] = events[i];
		}
		clock_replay(&rules, NULL, kept, k, &without, NULL);
		expect_same(&with, &without);
	}
}

static void
shuffle(struct clock_event *events, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)random_below((int)i);
		struct clock_event e = events[k];

		events[k] = events[i - 1];
		events[i - 1] = e;
	}
}

static unsigned
effect_of(const struct clock_event *wanted, const struct clock_event *events,
	const unsigned *effects)
{
	while (!id_equal(&events->id, &wanted->id)) {
		events++;
		effects++;
	}
	return *effects;
}

static void
test_order_of_arrival_does_not_matter(void **state)
{
	struct clock_event events[PUNCHES_MAX], mixed[PUNCHES_MAX];
	unsigned effects[PUNCHES_MAX], mixed_effects[PUNCHES_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_punches(events);
		struct clock_state before, after;

		clock_replay(&rules, NULL, events, n, &before, effects);
		memcpy(mixed, events, n * sizeof(*events));
		shuffle(mixed, n);
		clock_replay(&rules, NULL, mixed, n, &after, mixed_effects);
		expect_same(&before, &after);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(effects[i],
				effect_of(&events[i], mixed, mixed_effects));
	}
}

/* Whether a void from the cut on takes back a punch before it. */
static bool
reaches_over(const struct clock_event *events, size_t n, size_t cut)
{
	for (size_t i = cut; i < n; i++)
		for (size_t k = 0; k < cut; k++)
			if (oracle_voids(&events[i], &events[k]))
				return true;
	return false;
}

struct told {
	size_t count;
	unsigned effects[PUNCHES_MAX];
	struct clock_state last;
};

static void
take_told(void *ctx, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	struct told *told = ctx;

	assert_memory_equal(&behind->folded.id, &event->id, sizeof(event->id));
	told->effects[told->count++] = effects;
	told->last = *behind;
}

/* A stored point, and what came since. */
static void
test_a_fold_may_be_taken_up_anywhere(void **state)
{
	struct clock_event events[PUNCHES_MAX];
	int taken_up = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_punches(events), cut;
		struct told whole = {0}, part = {0};
		struct clock_state all = {0}, point = {0};

		cut = (size_t)random_below((int)n + 1);
		if (n == 0 || reaches_over(events, n, cut))
			continue;
		clock_fold(&rules, &all, events, n,
			&(struct clock_sink){take_told, &whole});
		clock_fold(&rules, &point, events, cut,
			&(struct clock_sink){take_told, &part});
		for (size_t i = 0; i < n; i++)
			assert_int_equal(
				clock_is_behind(&events[i], &point), i >= cut);
		clock_fold(&rules, &point, events + cut, n - cut,
			&(struct clock_sink){take_told, &part});
		assert_memory_equal(
			whole.effects, part.effects, sizeof(whole.effects));
		expect_same(&all, &point);
		expect_same(&all, &whole.last);
		assert_memory_equal(
			&all.folded, &point.folded, sizeof(all.folded));
		taken_up++;
	}
	assert_true(taken_up > ROUNDS / 2);
}

/* The panel's device may be behind the service's last word. */
static void
test_an_earlier_punch_moves_the_point_not_back(void **state)
{
	struct clock_event late = {.id = id_of(9),
		.kind = PUNCH_STOP,
		.enrolment = id_of(200),
		.number = 7,
		.at_ms = INT64_C(1763942400000)};
	struct clock_state point = {.mode = CLOCK_IN,
		.since_ms = late.at_ms + 5,
		.folded = {.at_ms = late.at_ms + 5}};

	assert_false(clock_is_behind(&late, &point));
	clock_fold(&rules, &point, &late, 1, NULL);
	assert_int_equal(point.mode, CLOCK_OUT);
	assert_int_equal(point.since_ms, late.at_ms + 5);
	assert_int_equal(point.folded.at_ms, late.at_ms + 5);
}

static void
test_every_punch_is_accounted_for(void **state)
{
	struct clock_event events[PUNCHES_MAX];
	unsigned effects[PUNCHES_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_punches(events);
		struct clock_state got;
		int voided = 0, voids = 0;

		clock_replay(&rules, NULL, events, n, &got, effects);
		for (size_t i = 0; i < n; i++) {
			bool is_void = events[i].kind == PUNCH_VOID;

			voids += is_void && effects[i] == CLOCK_EFFECT_NONE;
			voided += effects[i] == CLOCK_EFFECT_VOIDED;
			assert_false(
				is_void && effects[i] == CLOCK_EFFECT_VOIDED);
			assert_int_equal(oracle_is_voided(events, n, i),
				effects[i] == CLOCK_EFFECT_VOIDED);
		}
		assert_int_equal(voids, voided);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replay_agrees_with_the_oracle),
		cmocka_unit_test(test_a_void_equals_its_punch_never_made),
		cmocka_unit_test(test_order_of_arrival_does_not_matter),
		cmocka_unit_test(test_a_fold_may_be_taken_up_anywhere),
		cmocka_unit_test(
			test_an_earlier_punch_moves_the_point_not_back),
		cmocka_unit_test(test_every_punch_is_accounted_for),
	};

	return cmocka_run_group_tests_name("clock_property", tests, NULL, NULL);
}
