#include "lib/clock_scene.h"

#include "lib/cmocka_all.h"

const struct clock_rules scene_tracked = {
	.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240,
		.early = MEAL_EARLY_BLOCK},
};

struct id
scene_id(int n)
{
	struct id id = {{0}};

	id.bytes[14] = (uint8_t)(n >> 8);
	id.bytes[15] = (uint8_t)n;
	return id;
}

struct clock_event *
scene_add(struct scene *s, enum punch_kind kind, int64_t at_ms)
{
	struct clock_event *e = &s->events[s->n++];

	*e = (struct clock_event){
		.id = scene_id((int)s->n),
		.kind = kind,
		.enrolment = scene_id(99),
		.number = (int64_t)s->n,
		.at_ms = at_ms,
		.boot = scene_id(77),
		.boottime_ms = at_ms - SCENE_MIDNIGHT_MS,
	};
	return e;
}

void
scene_go(struct scene *s, int job, int64_t at_ms)
{
	struct clock_event *e = scene_add(s, PUNCH_GO, at_ms);

	e->location = scene_id(job);
	e->cost_code = scene_id(job + 1);
}

struct clock_event *
scene_undo(struct scene *s, int number, int64_t at_ms)
{
	struct clock_event *e = scene_add(s, PUNCH_VOID, at_ms);

	e->target = scene_id(number);
	return e;
}

void
scene_replay(struct scene *s, const struct clock_rules *rules)
{
	clock_replay(rules, NULL, s->events, s->n, &s->state, s->effects);
}

void
scene_expect_in(const struct scene *s, int job, int64_t since_ms, int last)
{
	struct id location = scene_id(job), code = scene_id(job + 1);
	struct id last_id = scene_id(last);

	assert_int_equal(s->state.mode, CLOCK_IN);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_equal(&s->state.location, &location));
	assert_true(id_equal(&s->state.cost_code, &code));
	assert_true(id_equal(&s->state.last, &last_id));
}

void
scene_expect_out(const struct scene *s, int64_t since_ms, int last)
{
	struct id last_id = scene_id(last);

	assert_int_equal(s->state.mode, CLOCK_OUT);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_is_nil(&s->state.location));
	assert_true(id_is_nil(&s->state.cost_code));
	assert_true(id_equal(&s->state.last, &last_id));
}

void
scene_expect_meal(const struct scene *s, int job, int64_t since_ms, int last)
{
	struct id location = scene_id(job), code = scene_id(job + 1);
	struct id last_id = scene_id(last);

	assert_int_equal(s->state.mode, CLOCK_MEAL);
	assert_int_equal(s->state.since_ms, since_ms);
	assert_true(id_equal(&s->state.location, &location));
	assert_true(id_equal(&s->state.cost_code, &code));
	assert_true(id_equal(&s->state.last, &last_id));
}
