/* What a project comes to. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/card.h"
#include "project_parts.h"

/* What is written, and where. */
struct writing {
	struct jsonout json;
	const struct wire_project *in;
	const struct project_outcome *outcome;
	const struct time_records *records;
};

static const char *const mode_names[] = {
#define X(name, number, wire) [CLOCK_##name] = (wire),
	CLOCK_MODES(X)
#undef X
};

static const char *const pay_names[] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
	PAYS(X)
#undef X
};

static void
write_time(struct writing *w, const char *key, int64_t ms)
{
	project_write_time(&w->json, key, w->in->zone, ms);
}

static void
write_time_or_null(struct writing *w, const char *key, bool there, int64_t ms)
{
	if (there)
		write_time(w, key, ms);
	else
		jsonout_null(&w->json, key);
}

static void
write_name(struct writing *w, const char *key, const struct id *id)
{
	project_write_name(&w->json, key, id);
}

static bool
is_shown(const struct writing *w, int32_t date)
{
	return period_holds(&w->in->range, date);
}

/* --- the state ----------------------------------------------------------- */

static void
write_state(struct writing *w)
{
	const struct clock_state *state = &w->records->state;
	const struct time_rules *rules = &w->in->project.rules;
	const int64_t now_ms = w->in->project.now_ms;
	const struct time_span *span = time_rules_at(rules, now_ms);
	const struct clock_rules clock = {.meal = span->policy.meal,
		.zone = rules->zone,
		.max_record_minutes = span->max_record_minutes};
	const struct clock_due due = clock_meal_due(state, &clock);

	jsonout_object(&w->json, "state");
	jsonout_text(&w->json, "mode", mode_names[state->mode]);
	write_time_or_null(w, "since", state->since_ms != 0, state->since_ms);
	write_name(w, "location", &state->location);
	write_name(w, "cost_code", &state->cost_code);
	write_name(w, "last", &state->last);
	jsonout_int(&w->json, "worked_seconds", state->worked_ms / 1000);
	jsonout_int(&w->json, "meals_taken", state->meals_taken);
	write_time_or_null(w, "meal_due", due.at_ms != 0, due.at_ms);
	jsonout_bool(&w->json, "left_open",
		clock_is_left_open(state, &clock, now_ms));
	jsonout_object_end(&w->json);
}

/* --- punches ------------------------------------------------------------- */

static const char *
effect_of(const struct project_punch *punch)
{
	if (punch->fact.taken)
		return "removed";
	if (punch->fact.held)
		return "held";
	if (punch->effects & CLOCK_EFFECT_VOIDED)
		return "voided";
	if (punch->effects & CLOCK_EFFECT_UNEXPECTED)
		return "unexpected";
	if (punch->effects & CLOCK_EFFECT_ORPHAN_STOP)
		return "orphan-stop";
	if (punch->effects & CLOCK_EFFECT_SHORT_MEAL)
		return "short-meal";
	return "counts";
}

static void
write_flags(struct writing *w, unsigned flags)
{
	jsonout_array(&w->json, "flags");
	for (unsigned bit = 1; bit <= flags; bit <<= 1)
		if (flags & bit)
			jsonout_text(&w->json, NULL,
				restate_flag_name((enum restate_flag)bit));
	jsonout_array_end(&w->json);
}

/* Where its time comes from. */
static void
write_restated(struct writing *w, const struct project_punch *punch)
{
	const struct restated *restated = &punch->restated;
	const struct clock_event *event = &punch->fact.event;

	write_time(w, "at", event->at_ms);
	write_time(w, "claimed", punch->fact.claimed_ms);
	write_time_or_null(w, "press", punch->is_delivered, punch->press_ms);
	if (punch->is_delivered)
		jsonout_text(&w->json, "method",
			restate_method_name(restated->method));
	else
		jsonout_null(&w->json, "method");
	write_time_or_null(w, "not_before", event->not_before_ms != 0,
		event->not_before_ms);
	write_time_or_null(
		w, "not_after", event->not_after_ms != 0, event->not_after_ms);
	write_flags(w, punch->fact.flags);
}

static void
write_punches(struct writing *w)
{
	jsonout_array(&w->json, "punches");
	for (size_t i = 0; i < w->outcome->count; i++) {
		const struct project_punch *punch = &w->outcome->punches[i];
		const struct clock_event *event = &punch->fact.event;

		if (!is_shown(w, zone_date(w->in->zone, event->at_ms)))
			continue;
		jsonout_object(&w->json, NULL);
		write_name(w, "id", &event->id);
		write_name(w, "enrolment", &event->enrolment);
		jsonout_int(&w->json, "number", event->number);
		jsonout_text(&w->json, "kind", punch_kind_name(event->kind));
		write_restated(w, punch);
		jsonout_text(&w->json, "effect", effect_of(punch));
		jsonout_object_end(&w->json);
	}
	jsonout_array_end(&w->json);
}

/* --- records ------------------------------------------------------------- */

static void
write_bound(struct writing *w, const char *key, const char *by,
	const struct time_bound *bound, bool there)
{
	static const struct id none;

	write_time_or_null(w, key, there, bound->key.at_ms);
	write_name(w, by, there ? &bound->key.id : &none);
}

static void
write_paid(struct writing *w, const int *paid)
{
	for (size_t i = 0; i < PAY_COUNT; i++)
		jsonout_int(&w->json, pay_names[i], paid[i]);
}

static void
write_record(struct writing *w, const struct time_record *record)
{
	bool whole = record->has_start && record->has_end;

	jsonout_object(&w->json, NULL);
	jsonout_id(&w->json, "id", &record->id);
	jsonout_text(&w->json, "kind", time_record_kind_name(record->kind));
	project_write_date(&w->json, "date", record->date);
	write_bound(
		w, "start", "started_by", &record->start, record->has_start);
	write_bound(w, "end", "ended_by", &record->end, record->has_end);
	jsonout_bool(&w->json, "open", record->open);
	write_name(w, "location", &record->location);
	write_name(w, "cost_code", &record->cost_code);
	jsonout_int(&w->json, "seconds",
		whole ? (record->end.key.at_ms - record->start.key.at_ms) / 1000
		      : 0);
	write_time_or_null(
		w, "shown_start", record->has_start, record->shown_start_ms);
	write_time_or_null(
		w, "shown_end", record->has_end, record->shown_end_ms);
	jsonout_int(&w->json, "minutes", record->minutes);
	write_paid(w, record->paid);
	jsonout_object_end(&w->json);
}

static void
write_records(struct writing *w)
{
	jsonout_array(&w->json, "records");
	for (size_t i = 0; i < w->records->count; i++)
		if (is_shown(w, w->records->records[i].date))
			write_record(w, &w->records->records[i]);
	jsonout_array_end(&w->json);
}

static void
write_exceptions(struct writing *w)
{
	jsonout_array(&w->json, "exceptions");
	for (size_t i = 0; i < w->records->exception_count; i++) {
		const struct time_exception *exception =
			&w->records->exceptions[i];

		if (!is_shown(w, exception->date))
			continue;
		jsonout_object(&w->json, NULL);
		jsonout_text(
			&w->json, "kind", time_exception_name(exception->kind));
		project_write_date(&w->json, "date", exception->date);
		write_time(w, "at", exception->at_ms);
		write_name(w, "punch", &exception->punch.id);
		jsonout_object_end(&w->json);
	}
	jsonout_array_end(&w->json);
}

/* --- sums ---------------------------------------------------------------- */

/* Into an object that is open. */
static void
write_sum(struct writing *w, const struct card_sum *sum)
{
	jsonout_int(&w->json, "minutes", sum->minutes);
	write_paid(w, sum->paid);
	jsonout_int(&w->json, "meal_minutes", sum->meal_minutes);
	jsonout_int(&w->json, "lunch_minutes", sum->lunch_minutes);
	jsonout_int(&w->json, "open", sum->open);
	jsonout_int(&w->json, "exceptions", sum->exceptions);
}

static int
compare_dates(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The dates in the range that have anything, rising; yours to free. */
static int32_t *
list_dates(const struct writing *w, size_t *n_out)
{
	const struct time_records *records = w->records;
	int32_t *dates = mem_new(
		records->count + records->exception_count + 1, sizeof(*dates));
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < records->count; i++)
		dates[n++] = records->records[i].date;
	for (size_t i = 0; i < records->exception_count; i++)
		dates[n++] = records->exceptions[i].date;
	qsort(dates, n, sizeof(*dates), compare_dates);
	for (size_t i = 0; i < n; i++)
		if (is_shown(w, dates[i]) &&
			(kept == 0 || dates[kept - 1] != dates[i]))
			dates[kept++] = dates[i];
	*n_out = kept;
	return dates;
}

static void
write_days(struct writing *w, const int32_t *dates, size_t n)
{
	jsonout_array(&w->json, "days");
	for (size_t i = 0; i < n; i++) {
		const struct card_sum sum =
			card_sum(w->records, dates[i], dates[i]);

		jsonout_object(&w->json, NULL);
		project_write_date(&w->json, "date", dates[i]);
		write_sum(w, &sum);
		jsonout_object_end(&w->json);
	}
	jsonout_array_end(&w->json);
}

static void
write_span(struct writing *w, const struct period *span)
{
	const struct card_sum sum =
		card_sum(w->records, span->first, span->last);

	jsonout_object(&w->json, NULL);
	project_write_date(&w->json, "first", span->first);
	project_write_date(&w->json, "last", span->last);
	write_sum(w, &sum);
	jsonout_object_end(&w->json);
}

/* The whole weeks and periods that these dates lie in. */
static void
write_spans(struct writing *w, const int32_t *dates, size_t n)
{
	struct period span = {INT32_MIN, INT32_MIN};

	jsonout_array(&w->json, "weeks");
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && dates[i] <= span.last)
			continue;
		span = period_week(w->in->project.rules.week_start, dates[i]);
		write_span(w, &span);
	}
	jsonout_array_end(&w->json);
	jsonout_array(&w->json, "periods");
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && dates[i] <= span.last)
			continue;
		if (period_of(&w->in->period, dates[i], &span))
			write_span(w, &span);
	}
	jsonout_array_end(&w->json);
}

static void
write_totals(struct writing *w)
{
	const struct period *range = &w->in->range;
	const struct card_sum sum =
		card_sum(w->records, range->first, range->last);
	size_t n;
	struct card_job *jobs =
		card_jobs(w->records, range->first, range->last, &n);

	jsonout_object(&w->json, "totals");
	write_sum(w, &sum);
	jsonout_array(&w->json, "jobs");
	for (size_t i = 0; i < n; i++) {
		jsonout_object(&w->json, NULL);
		write_name(w, "location", &jobs[i].location);
		write_name(w, "cost_code", &jobs[i].cost_code);
		jsonout_int(&w->json, "minutes", jobs[i].minutes);
		write_paid(w, jobs[i].paid);
		jsonout_object_end(&w->json);
	}
	jsonout_array_end(&w->json);
	jsonout_object_end(&w->json);
	free(jobs);
}

/* --- reasons ------------------------------------------------------------- */

/* Instants, up to those that are told of minutes. */
static void
write_change(struct writing *w, const char *key,
	const struct time_reason *reason, int64_t value)
{
	if (reason->kind > TIME_BY_ROUNDED)
		jsonout_int(&w->json, key, value);
	else
		write_time_or_null(w, key, value != 0, value);
}

static void
write_reasons(struct writing *w)
{
	const struct time_records *records = w->records;

	jsonout_array(&w->json, "reasons");
	for (size_t i = 0; i < records->reason_count; i++) {
		const struct time_reason *reason = &records->reasons[i];

		jsonout_object(&w->json, NULL);
		jsonout_text(&w->json, "kind", time_reason_name(reason->kind));
		jsonout_id(&w->json, "record", &reason->record);
		write_name(w, "punch", &reason->punch.id);
		write_name(w, "by", &reason->other);
		write_change(w, "from", reason, reason->from);
		write_change(w, "to", reason, reason->to);
		jsonout_int(&w->json, "minutes", reason->minutes);
		jsonout_text(&w->json, "pay", pay_names[reason->pay]);
		jsonout_object_end(&w->json);
	}
	jsonout_array_end(&w->json);
}

void
wire_project_encode(const struct wire_project *in,
	const struct project_outcome *outcome, struct str *out)
{
	struct writing w = {
		.in = in, .outcome = outcome, .records = &outcome->records};
	size_t n;
	int32_t *dates = list_dates(&w, &n);

	jsonout_init(&w.json, out);
	jsonout_object(&w.json, NULL);
	write_state(&w);
	write_punches(&w);
	write_records(&w);
	write_exceptions(&w);
	write_days(&w, dates, n);
	write_spans(&w, dates, n);
	write_totals(&w);
	write_reasons(&w);
	jsonout_object_end(&w.json);
	str_addc(out, '\n');
	free(dates);
}
