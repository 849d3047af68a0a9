#include "core/time_fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/restate.h"
#include "time_parts.h"

/* --- records ------------------------------------------------------------- */

static void
except_at(const struct fold *fold, enum time_exception_kind kind,
	const struct clock_key *punch, const struct time_record *record)
{
	const struct time_exception exception = {
		.kind = kind,
		.date = record != NULL
				? record->date
				: time_rules_date(fold->rules, punch->at_ms),
		.at_ms = punch->at_ms,
		.punch = *punch,
		.record =
			record != NULL ? record->id : (struct id){.bytes = {0}},
	};

	time_records_except(fold->out, &exception);
}

/* What the state says to be open since then. */
static void
begin(struct fold *fold, const struct clock_state *state)
{
	const struct clock_start *start = &state->start;
	struct time_record *open = &fold->open;

	*open = (struct time_record){
		.kind = state->mode == CLOCK_MEAL ? TIME_MEAL : TIME_WORK,
		.date = time_rules_date(fold->rules, state->since_ms),
		.has_start = true,
		.start = {{state->since_ms, start->number, start->enrolment,
				  state->last},
			start->kind,
			state->mode == CLOCK_MEAL ||
				start->kind == PUNCH_RESUME ||
				start->after_meal},
		.location = state->location,
		.cost_code = state->cost_code,
	};
	open->id = time_record_id(&open->start.key, open->kind);
}

/* A line that has a stop alone. */
static void
add_stop(struct fold *fold, const struct time_record *of,
	const struct time_bound *end)
{
	struct time_record *line = time_records_add(fold->out);

	line->kind = of->kind;
	line->location = of->location;
	line->cost_code = of->cost_code;
	line->has_end = true;
	line->end = *end;
	line->date = time_rules_date(fold->rules, end->key.at_ms);
	line->id = time_record_id(&end->key, line->kind);
	except_at(fold, TIME_MISSING_START, &end->key, line);
}

/* What was open ended; whether too late for a record. */
static void
end(struct fold *fold, const struct time_bound *end, unsigned effects)
{
	struct time_record *record = time_records_add(fold->out);

	*record = fold->open;
	if (effects & CLOCK_EFFECT_OVER_MAXIMUM) {
		const struct time_record line = *record;

		time_tell_over(fold, &line, end);
		except_at(fold, TIME_MISSING_STOP, &line.start.key, &line);
		if (end->kind != PUNCH_GO)
			add_stop(fold, &line, end);
		return;
	}
	record->has_end = true;
	record->end = *end;
	time_tell_ended(fold, record, effects);
	if (effects & CLOCK_EFFECT_SHORT_MEAL)
		except_at(fold, TIME_SHORT_MEAL, &record->end.key, record);
}

/* What no punch has ended. */
static void
leave_open(struct fold *fold, const struct clock_state *state, int64_t now_ms)
{
	const struct time_span *span = time_rules_at(fold->rules, now_ms);
	const struct clock_rules rules = {
		.max_record_minutes = span->max_record_minutes};
	struct time_record *record;

	fold->left_open = clock_is_left_open(state, &rules, now_ms);
	if (state->mode == CLOCK_OUT)
		return;
	record = time_records_add(fold->out);
	*record = fold->open;
	record->open = !fold->left_open;
	if (!fold->left_open)
		return;
	time_tell_over(fold, record, &(struct time_bound){.key.at_ms = now_ms});
	except_at(fold, TIME_MISSING_STOP, &record->start.key, record);
}

/* --- events -------------------------------------------------------------- */

/* A void of what a correction took back undoes nothing, and nobody minds. */
static bool
is_void_of_taken(const struct fold *fold, const struct clock_event *event)
{
	for (size_t i = 0; i < fold->taken_count; i++) {
		const struct clock_event *taken = &fold->taken[i]->event;

		if (id_equal(&taken->id, &event->target) &&
			id_equal(&taken->enrolment, &event->enrolment))
			return true;
	}
	return false;
}

/* The exceptions of a punch itself. */
static void
except_punch(const struct fold *fold, const struct time_fact *fact,
	unsigned effects, const struct time_record *record)
{
	const struct clock_event *event = &fact->event;
	const struct clock_key key = clock_key_of(event);

	if (effects & CLOCK_EFFECT_VOIDED)
		return;
	if (effects & CLOCK_EFFECT_UNEXPECTED && !is_void_of_taken(fold, event))
		except_at(fold, TIME_UNEXPECTED, &key, NULL);
	if (fact->flags & RESTATE_DIFFERS && event->kind != PUNCH_VOID &&
		id_is_nil(&fact->correction))
		except_at(fold, TIME_UNTRUSTED, &key, record);
}

/* The record that the last punch began, else the one that it ended. */
static const struct time_record *
touched(const struct fold *fold, const struct clock_state *behind)
{
	if (behind->mode != CLOCK_OUT)
		return &fold->open;
	return &fold->out->records[fold->out->count - 1];
}

/* A punch that did something. */
static void
take(struct fold *fold, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	const struct clock_state *before = &fold->before;
	struct time_bound bound = {clock_key_of(event), event->kind,
		before->mode == CLOCK_MEAL || event->kind == PUNCH_MEAL};

	if (effects & CLOCK_EFFECT_ORPHAN_STOP) {
		add_stop(
			fold, &(struct time_record){.kind = TIME_WORK}, &bound);
		return;
	}
	bound.key.at_ms = behind->since_ms;
	time_meals_pass(fold, bound.key.at_ms, effects, behind);
	if (before->mode != CLOCK_OUT)
		end(fold, &bound, effects);
	if (behind->mode != CLOCK_OUT)
		begin(fold, behind);
}

static void
on_event(void *ctx, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	const unsigned idle = CLOCK_EFFECT_UNEXPECTED | CLOCK_EFFECT_VOIDED;
	struct fold *fold = ctx;
	const struct time_fact *fact = fold->facts[event - fold->events];

	if (event->kind == PUNCH_VOID || effects & idle) {
		except_punch(fold, fact, effects, NULL);
	} else {
		take(fold, event, effects, behind);
		except_punch(fold, fact, effects, touched(fold, behind));
	}
	time_tell_fact(fold, fact, effects);
	fold->before = *behind;
}

/* --- the whole ----------------------------------------------------------- */

static int
compare_facts(const void *a, const void *b)
{
	const struct time_fact *const *x = a, *const *y = b;

	return clock_event_compare(&(*x)->event, &(*y)->event);
}

static int
compare_exceptions(const void *a, const void *b)
{
	const struct time_exception *x = a, *y = b;
	int by_key;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	by_key = clock_key_compare(&x->punch, &y->punch);
	return by_key != 0 ? by_key : (int)x->kind - (int)y->kind;
}

/* Those that count, and those that were taken back, each in order. */
static struct clock_event *
sort_out(struct fold *fold, const struct time_facts *facts, size_t *n_out)
{
	const struct time_fact **all =
		mem_new(facts->count + 1, sizeof(struct time_fact *));
	struct clock_event *events = mem_new(facts->count + 1, sizeof(*events));
	size_t n = 0;

	fold->facts = mem_new(facts->count + 1, sizeof(struct time_fact *));
	fold->taken = mem_new(facts->count + 1, sizeof(struct time_fact *));
	for (size_t i = 0; i < facts->count; i++)
		all[i] = &facts->facts[i];
	qsort(all, facts->count, sizeof(struct time_fact *), compare_facts);
	for (size_t i = 0; i < facts->count; i++) {
		const struct clock_key key = clock_key_of(&all[i]->event);

		if (all[i]->taken) {
			fold->taken[fold->taken_count++] = all[i];
			time_tell_fact(fold, all[i], CLOCK_EFFECT_NONE);
		} else if (all[i]->held) {
			except_at(fold, TIME_HELD, &key, NULL);
		} else {
			fold->facts[n] = all[i];
			events[n++] = all[i]->event;
		}
	}
	free(all);
	*n_out = n;
	return events;
}

static void
run(struct fold *fold, const struct time_facts *facts)
{
	const struct clock_rules rules = {.zone = fold->rules->zone,
		.spans = fold->rules->spans,
		.span_count = fold->rules->span_count};
	const struct clock_sink sink = {on_event, fold};
	struct clock_state *state = &fold->out->state;
	size_t n;
	struct clock_event *events = sort_out(fold, facts, &n);

	fold->events = events;
	if (facts->from != NULL)
		*state = *facts->from;
	fold->first = fold->before = *state;
	if (state->mode != CLOCK_OUT)
		begin(fold, state);
	clock_fold(&rules, state, events, n, &sink);
	leave_open(fold, state, facts->now_ms);
	time_meals_end(fold, facts->now_ms);
	free(events);
	free(fold->facts);
	free(fold->taken);
}

void
time_fold(const struct time_rules *rules, const struct time_facts *facts,
	bool explain, struct time_records *records_out)
{
	struct fold fold = {.rules = rules, .out = records_out};

	*records_out = (struct time_records){.explain = explain};
	run(&fold, facts);
	if (records_out->exception_count > 1)
		qsort(records_out->exceptions, records_out->exception_count,
			sizeof(*records_out->exceptions), compare_exceptions);
}
