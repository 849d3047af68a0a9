#include "core/clock.h"

#include <stdlib.h>

#include "base/mem.h"
#include "clock_parts.h"

#define DAY_MS INT64_C(86400000)
#define MINUTE_MS INT64_C(60000)

struct clock_key
clock_key_of(const struct clock_event *event)
{
	return (struct clock_key){
		event->at_ms, event->number, event->enrolment, event->id};
}

int
clock_key_compare(const struct clock_key *x, const struct clock_key *y)
{
	int by_enrolment = id_compare(&x->enrolment, &y->enrolment);

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return by_enrolment ? by_enrolment : id_compare(&x->id, &y->id);
}

int
clock_event_compare(const void *a, const void *b)
{
	const struct clock_key x = clock_key_of(a), y = clock_key_of(b);

	return clock_key_compare(&x, &y);
}

bool
clock_is_behind(
	const struct clock_event *event, const struct clock_state *state)
{
	const struct clock_key key = clock_key_of(event);

	return clock_key_compare(&key, &state->folded) > 0;
}

static int64_t
utc_day(int64_t at_ms)
{
	return at_ms / DAY_MS - (at_ms % DAY_MS < 0);
}

static bool
same_day(const struct zone *zone, int64_t a_ms, int64_t b_ms)
{
	if (zone == NULL)
		return utc_day(a_ms) == utc_day(b_ms);
	return zone_date(zone, a_ms) == zone_date(zone, b_ms);
}

int64_t
clock_meal_left_ms(const struct clock_state *state,
	const struct clock_rules *rules, int64_t at_ms)
{
	int64_t length_ms = MINUTE_MS * rules->meal.length_minutes;
	int64_t passed_ms = at_ms - state->since_ms;

	if (!rules->meal.tracked || passed_ms >= length_ms)
		return 0;
	return passed_ms < 0 ? length_ms : length_ms - passed_ms;
}

/* Whether what is open is longer than the company takes a record to be. */
static bool
is_too_long(const struct clock_state *state, const struct clock_rules *rules,
	int64_t at_ms)
{
	return state->mode != CLOCK_OUT && rules->max_record_minutes > 0 &&
	       at_ms - state->since_ms > MINUTE_MS * rules->max_record_minutes;
}

/* Ends the record or break that is open. Too long a one was none. */
static unsigned
end_open(struct clock_state *state, const struct clock_rules *rules,
	int64_t at_ms, bool too_long)
{
	if (state->mode == CLOCK_IN && !too_long)
		state->worked_ms += at_ms - state->since_ms;
	if (state->mode == CLOCK_MEAL && too_long && state->meals_taken > 0)
		state->meals_taken--;
	if (too_long)
		return CLOCK_EFFECT_OVER_MAXIMUM;
	if (state->mode == CLOCK_MEAL &&
		clock_meal_left_ms(state, rules, at_ms) > 0)
		return CLOCK_EFFECT_SHORT_MEAL;
	return CLOCK_EFFECT_NONE;
}

/* A run that begins on another local date begins another day. */
static void
begin_run(struct clock_state *state, const struct clock_rules *rules,
	int64_t at_ms)
{
	if (state->day_ms != 0 && same_day(rules->zone, state->day_ms, at_ms))
		return;
	state->day_ms = at_ms;
	state->worked_ms = 0;
	state->meals_taken = 0;
}

static void
enter(struct clock_state *state, const struct clock_event *event, int64_t at_ms,
	bool too_long)
{
	static const struct id none;

	state->start = (struct clock_start){event->number, event->enrolment,
		event->kind, state->mode == CLOCK_MEAL && !too_long};
	switch (event->kind) {
	case PUNCH_GO:
		state->mode = CLOCK_IN;
		state->location = event->location;
		state->cost_code = event->cost_code;
		break;
	case PUNCH_STOP:
		state->mode = CLOCK_OUT;
		state->location = none;
		state->cost_code = none;
		state->start = (struct clock_start){.number = 0};
		break;
	case PUNCH_MEAL:
		state->mode = CLOCK_MEAL;
		state->meals_taken++;
		break;
	case PUNCH_RESUME:
		state->mode = CLOCK_IN;
		break;
	case PUNCH_VOID:
		break;
	}
	state->since_ms = at_ms;
	state->last = event->id;
}

/* What makes a punch stand without effect on the state. */
static unsigned
idle_effect(enum clock_mode mode, enum punch_kind kind)
{
	if (kind == PUNCH_STOP && mode == CLOCK_OUT)
		return CLOCK_EFFECT_ORPHAN_STOP;
	if ((kind == PUNCH_MEAL && mode != CLOCK_IN) ||
		(kind == PUNCH_RESUME && mode != CLOCK_MEAL))
		return CLOCK_EFFECT_UNEXPECTED;
	return CLOCK_EFFECT_NONE;
}

/* The rules as they are at an instant. */
static struct clock_rules
rules_at(const struct clock_rules *rules, int64_t at_ms)
{
	const struct time_span *span =
		policy_at(rules->spans, rules->span_count, at_ms);
	struct clock_rules then = *rules;

	if (span != NULL) {
		then.meal = span->policy.meal;
		then.max_record_minutes = span->max_record_minutes;
	}
	return then;
}

int64_t
clock_longest_ms(const struct clock_rules *rules, int64_t at_ms)
{
	const int minutes = rules_at(rules, at_ms).max_record_minutes;

	return minutes > 0 ? minutes * MINUTE_MS : INT64_MAX;
}

static unsigned
apply(struct clock_state *state, const struct clock_rules *rules,
	const struct clock_event *event)
{
	unsigned effect = idle_effect(state->mode, event->kind);
	int64_t at_ms = event->at_ms;
	struct clock_rules then;
	bool too_long;

	if (effect)
		return effect;
	/* Later than what the service already knows, whatever this clock says:
	   no record is shorter than nothing. */
	if (at_ms < state->since_ms)
		at_ms = state->since_ms;
	then = rules_at(rules, at_ms);
	too_long = is_too_long(state, &then, at_ms);
	effect = end_open(state, &then, at_ms, too_long);
	if (event->kind == PUNCH_GO && (state->mode == CLOCK_OUT || too_long))
		begin_run(state, &then, at_ms);
	enter(state, event, at_ms, too_long);
	return effect;
}

static int
compare_events(const void *a, const void *b)
{
	const struct clock_event *const *x = a, *const *y = b;

	return clock_event_compare(*x, *y);
}

/* The events in their order; yours to free. */
static const struct clock_event **
in_order(const struct clock_event *events, size_t n)
{
	const struct clock_event **order = mem_new(n + 1, sizeof(*order));
	bool sorted = true;

	for (size_t i = 0; i < n; i++) {
		order[i] = &events[i];
		if (i > 0 && clock_event_compare(order[i - 1], order[i]) > 0)
			sorted = false;
	}
	if (!sorted)
		qsort(order, n, sizeof(*order), compare_events);
	return order;
}

void
clock_fold(const struct clock_rules *rules, struct clock_state *state,
	const struct clock_event *events, size_t n,
	const struct clock_sink *sink)
{
	const struct clock_event **order = in_order(events, n);
	unsigned *effects = mem_new(n + 1, sizeof(*effects));

	clock_resolve_voids(events, order, n, effects);
	for (size_t i = 0; i < n; i++) {
		const struct clock_event *event = order[i];
		unsigned *effect = &effects[event - events];

		if (*effect == CLOCK_EFFECT_NONE && event->kind != PUNCH_VOID)
			*effect = apply(state, rules, event);
		if (clock_is_behind(event, state))
			state->folded = clock_key_of(event);
		if (sink != NULL)
			sink->on_event(sink->ctx, event, *effect, state);
	}
	free(effects);
	free(order);
}

struct effects {
	const struct clock_event *events;
	unsigned *out;
};

static void
keep_effect(void *ctx, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	struct effects *kept = ctx;

	(void)behind;
	kept->out[event - kept->events] = effects;
}

void
clock_replay(const struct clock_rules *rules, const struct clock_state *from,
	const struct clock_event *events, size_t n,
	struct clock_state *state_out, unsigned *effects_out)
{
	struct effects effects = {events, effects_out};
	const struct clock_sink sink = {keep_effect, &effects};
	struct clock_state state = {.mode = CLOCK_OUT};

	if (from != NULL)
		state = *from;
	clock_fold(
		rules, &state, events, n, effects_out != NULL ? &sink : NULL);
	*state_out = state;
}
