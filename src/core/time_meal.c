#include "time_parts.h"

#include <stdlib.h>

#include "base/mem.h"

#define MINUTE_MS INT64_C(60000)

/* The work after which a break of the day falls due; 0: never. The whole day
 * goes by the rules that it began with. */
static int64_t
step_ms(const struct fold *fold, int64_t day_ms)
{
	const struct meal_policy *meal =
		&time_rules_at(fold->rules, day_ms)->policy.meal;

	return meal->tracked ? MINUTE_MS * meal->due_after_minutes : 0;
}

/* Work went on from before->since_ms: notes what fell due. */
static void
note_dues(struct fold *fold, int64_t until_ms)
{
	const struct clock_state *before = &fold->before;
	const int64_t step = step_ms(fold, before->day_ms);
	const int64_t done = before->worked_ms;
	const int64_t all = done + until_ms - before->since_ms;

	if (step <= 0 || before->mode != CLOCK_IN)
		return;
	for (int64_t k = done > step ? (done + step - 1) / step : 1;
		k * step < all; k++) {
		fold->dues = mem_grow(fold->dues, &fold->due_cap,
			fold->due_count + 1, sizeof(*fold->dues));
		fold->dues[fold->due_count++] = (struct meal_due){
			.k = k,
			.at_ms = before->since_ms + k * step - done,
			.date = fold->open.date,
			.record = fold->open.id,
		};
	}
}

static const struct meal_due *
find_due(const struct fold *fold, int64_t k)
{
	for (size_t i = 0; i < fold->due_count; i++)
		if (fold->dues[i].k == k)
			return &fold->dues[i];
	return NULL;
}

static void
tell_due(struct fold *fold, const struct meal_due *due, int64_t step)
{
	const struct time_reason reason = {
		.kind = TIME_BY_MEAL_DUE,
		.record = due->record,
		.to = due->at_ms,
		.minutes = (int)(due->k * step / MINUTE_MS),
	};

	time_records_tell(fold->out, &reason);
}

/* When it fell due before all that is known: then the day was unbroken work, or
 * it is known only to be before. */
static struct meal_due
due_before(const struct fold *fold, int64_t k, int64_t step)
{
	const struct clock_state *first = &fold->first;
	struct meal_due due = {.k = k, .at_ms = first->since_ms};

	if (first->since_ms - first->day_ms == first->worked_ms)
		due.at_ms = first->day_ms + k * step;
	due.date = time_rules_date(fold->rules, due.at_ms);
	return due;
}

static struct meal_due
when_due(const struct fold *fold, int64_t k, int64_t step)
{
	const struct meal_due *due = find_due(fold, k);

	return due != NULL ? *due : due_before(fold, k, step);
}

/* The break that is open was taken: late, where it was due before. */
static void
break_taken(struct fold *fold)
{
	const struct clock_state *before = &fold->before;
	const int64_t step = step_ms(fold, before->day_ms);
	const int64_t k = before->meals_taken;
	struct meal_due due;
	struct time_exception late = {
		.kind = TIME_LATE_MEAL,
		.date = fold->open.date,
		.at_ms = fold->open.start.key.at_ms,
		.punch = fold->open.start.key,
		.record = fold->open.id,
	};

	if (step <= 0 || k <= 0 || before->worked_ms <= k * step)
		return;
	time_records_except(fold->out, &late);
	due = when_due(fold, k, step);
	due.record = fold->open.id;
	tell_due(fold, &due, step);
}

/* The day is over: what was not taken is missing. */
static void
end_day(struct fold *fold, int64_t worked_ms, int64_t taken)
{
	const int64_t step = step_ms(fold, fold->before.day_ms);

	for (int64_t k = taken + 1; step > 0 && k * step < worked_ms; k++) {
		const struct meal_due due = when_due(fold, k, step);
		const struct time_exception missing = {
			.kind = TIME_MISSING_MEAL,
			.date = due.date,
			.at_ms = due.at_ms,
			.record = due.record,
		};

		time_records_except(fold->out, &missing);
		tell_due(fold, &due, step);
	}
	fold->due_count = 0;
}

/* Breaks of the day, less the one that is open and was too long for one. */
static int64_t
taken(const struct clock_state *state, bool too_long)
{
	const bool none = too_long && state->mode == CLOCK_MEAL;

	return none && state->meals_taken > 0 ? state->meals_taken - 1
					      : state->meals_taken;
}

void
time_meals_pass(struct fold *fold, int64_t at_ms, unsigned effects,
	const struct clock_state *behind)
{
	const struct clock_state *before = &fold->before;
	const bool too_long = effects & CLOCK_EFFECT_OVER_MAXIMUM;

	if (before->mode == CLOCK_MEAL && !too_long)
		break_taken(fold);
	if (!too_long)
		note_dues(fold, at_ms);
	if (before->day_ms != 0 && behind->day_ms != before->day_ms)
		end_day(fold, before->worked_ms, taken(before, too_long));
}

void
time_meals_end(struct fold *fold, int64_t now_ms)
{
	const struct clock_state *state = &fold->before;
	int64_t worked_ms = state->worked_ms;

	if (state->mode == CLOCK_MEAL && !fold->left_open)
		break_taken(fold);
	if (state->mode == CLOCK_IN && !fold->left_open &&
		now_ms > state->since_ms) {
		note_dues(fold, now_ms);
		worked_ms += now_ms - state->since_ms;
	}
	if (state->day_ms != 0)
		end_day(fold, worked_ms, taken(state, fold->left_open));
	free(fold->dues);
}
