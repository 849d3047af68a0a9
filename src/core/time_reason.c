#include "time_parts.h"

#define DAY_MINUTES 1440

static void
tell(struct fold *fold, const struct time_fact *fact,
	enum time_reason_kind kind, int64_t from, int64_t to)
{
	struct time_reason reason = {
		.kind = kind,
		.punch = clock_key_of(&fact->event),
		.from = from,
		.to = to,
	};

	if (kind == TIME_BY_CORRECTED || kind == TIME_BY_TAKEN)
		reason.other = fact->correction;
	else if (kind == TIME_BY_VOIDED)
		reason.other = fact->event.target;
	time_records_tell(fold->out, &reason);
}

/* From what the device said to the time that counts. */
static void
tell_time(struct fold *fold, const struct time_fact *fact)
{
	const bool chosen = fact->event.has_chosen;
	int64_t at = fact->restated_ms;

	if (chosen)
		tell(fold, fact, TIME_BY_CHOSEN, at, fact->claimed_ms);
	else if (at != fact->claimed_ms)
		tell(fold, fact, TIME_BY_RESTATED, fact->claimed_ms, at);
	at = chosen ? fact->claimed_ms : at;
	if (fact->ordered_ms != at)
		tell(fold, fact,
			fact->ordered_ms > at ? TIME_BY_LIFTED
					      : TIME_BY_CLAMPED,
			at, fact->ordered_ms);
	if (!id_is_nil(&fact->correction))
		tell(fold, fact, TIME_BY_CORRECTED, fact->ordered_ms,
			fact->event.at_ms);
}

void
time_tell_fact(
	struct fold *fold, const struct time_fact *fact, unsigned effects)
{
	const int64_t at_ms = fact->event.at_ms;

	if (!fold->out->explain)
		return;
	if (fact->taken)
		tell(fold, fact, TIME_BY_TAKEN, at_ms, at_ms);
	else if (fact->event.kind != PUNCH_VOID)
		tell_time(fold, fact);
	else if (effects == CLOCK_EFFECT_NONE)
		tell(fold, fact, TIME_BY_VOIDED, at_ms, at_ms);
}

void
time_tell_ended(
	struct fold *fold, const struct time_record *record, unsigned effects)
{
	const struct time_span *span =
		time_rules_at(fold->rules, record->end.key.at_ms);
	struct time_reason reason = {
		.kind = TIME_BY_ENDED_BY,
		.record = record->id,
		.punch = record->end.key,
		.from = record->start.key.at_ms,
		.to = record->end.key.at_ms,
	};

	time_records_tell(fold->out, &reason);
	if (effects & CLOCK_EFFECT_SHORT_MEAL) {
		reason.kind = TIME_BY_MEAL_SHORT;
		reason.minutes = span->policy.meal.length_minutes;
		time_records_tell(fold->out, &reason);
	}
}

void
time_tell_over(struct fold *fold, const struct time_record *record,
	const struct time_bound *end)
{
	const struct time_span *span =
		time_rules_at(fold->rules, end->key.at_ms);
	const struct time_reason reason = {
		.kind = TIME_BY_OVER_MAXIMUM,
		.record = record->id,
		.punch = id_is_nil(&end->key.id) ? record->start.key : end->key,
		.from = record->start.key.at_ms,
		.to = end->key.at_ms,
		.minutes = span->max_record_minutes > 0
				   ? span->max_record_minutes
				   : DAY_MINUTES,
	};

	time_records_tell(fold->out, &reason);
}
