#include "clock_parts.h"

#include <assert.h>
#include <stdio.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MINUTES 1440

static void
say(struct clock_offer *offer, enum clock_answer answer, const char *why)
{
	bool fits = str_copy(offer->why, sizeof(offer->why), why);

	assert(fits);
	offer->answer = answer;
}

static void
offer_go(const struct clock_state *state, struct clock_offer *offer)
{
	if (state->mode == CLOCK_MEAL)
		say(offer, CLOCK_DISABLED,
			"On a meal break: press End Break first, then GO");
	else
		say(offer, CLOCK_ALLOWED, "");
}

static void
offer_stop(const struct clock_state *state, struct clock_offer *offer)
{
	switch (state->mode) {
	case CLOCK_OUT:
		offer->forced = true;
		say(offer, CLOCK_DISABLED,
			"Not clocked in, as far as this device knows");
		break;
	case CLOCK_IN:
		say(offer, CLOCK_ALLOWED, "");
		break;
	case CLOCK_MEAL:
		say(offer, CLOCK_ASK,
			"On a meal break: end the break and the day now?");
		break;
	}
}

static void
offer_meal(const struct clock_state *state, const struct clock_rules *rules,
	struct clock_offer *offer)
{
	if (state->mode == CLOCK_IN && rules->meal.tracked)
		say(offer, CLOCK_ALLOWED, "");
}

static void
offer_resume(const struct clock_state *state, const struct clock_rules *rules,
	int64_t now_ms, struct clock_offer *offer)
{
	int64_t left_ms = clock_meal_left_ms(state, rules, now_ms);
	int minutes = (int)((left_ms + MINUTE_MS - 1) / MINUTE_MS);
	const char *unit = minutes == 1 ? "minute" : "minutes";
	bool block = rules->meal.early == MEAL_EARLY_BLOCK;

	if (state->mode != CLOCK_MEAL)
		return;
	if (minutes == 0) {
		say(offer, CLOCK_ALLOWED, "");
		return;
	}
	offer->minutes_left = minutes;
	offer->by_operator = block;
	offer->answer = block ? CLOCK_DISABLED : CLOCK_ASK;
	snprintf(offer->why, sizeof(offer->why),
		block ? "%d %s too early: only somebody with Clock In For can "
			"end this meal break now"
		      : "%d %s too early: end the meal break all the same?",
		minutes, unit);
}

void
clock_offer(const struct clock_state *state, const struct clock_rules *rules,
	enum punch_kind kind, int64_t now_ms, struct clock_offer *offer_out)
{
	struct clock_offer offer = {.answer = CLOCK_HIDDEN};

	switch (kind) {
	case PUNCH_GO:
		offer_go(state, &offer);
		break;
	case PUNCH_STOP:
		offer_stop(state, &offer);
		break;
	case PUNCH_MEAL:
		offer_meal(state, rules, &offer);
		break;
	case PUNCH_RESUME:
		offer_resume(state, rules, now_ms, &offer);
		break;
	case PUNCH_VOID:
		break;
	}
	*offer_out = offer;
}

struct clock_due
clock_meal_due(const struct clock_state *state, const struct clock_rules *rules)
{
	int64_t step_ms = MINUTE_MS * rules->meal.due_after_minutes;
	int64_t left_ms = step_ms * (state->meals_taken + 1) - state->worked_ms;

	if (state->mode != CLOCK_IN || !rules->meal.tracked || step_ms <= 0)
		return (struct clock_due){.at_ms = 0};
	/* Nothing but work since the day began, or it is still to come. */
	if (left_ms >= 0 || state->since_ms - state->day_ms == state->worked_ms)
		return (struct clock_due){.at_ms = state->since_ms + left_ms};
	return (struct clock_due){.at_ms = state->since_ms, .before = true};
}

bool
clock_is_left_open(const struct clock_state *state,
	const struct clock_rules *rules, int64_t now_ms)
{
	int minutes = rules->max_record_minutes;

	return state->mode != CLOCK_OUT &&
	       now_ms - state->since_ms >
		       MINUTE_MS * (minutes > 0 ? minutes : DAY_MINUTES);
}
