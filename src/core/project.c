#include "core/project.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/card.h"

/* --- what was delivered -------------------------------------------------- */

/* All facts, on their way to the fold. */
struct facts {
	struct project_punch *punches;
	size_t count;
	bool *again; /* of each press: it stands already, by another delivery */
};

static const struct project_enrolment *
find_enrolment(const struct project *project, const struct id *id)
{
	for (size_t i = 0; i < project->enrolment_count; i++)
		if (id_equal(&project->enrolments[i].id, id))
			return &project->enrolments[i];
	return NULL;
}

static struct project_punch
punch_of(const struct project *project, const struct history_press *press)
{
	const struct punch *punch = press->punch;
	const struct order_item *placed = &press->placed;
	size_t i = (size_t)((const struct project_press *)punch -
			    project->presses);

	return (struct project_punch){
		.fact = {.event = {.id = punch->id,
				 .kind = punch->kind,
				 .location = punch->location,
				 .cost_code = punch->cost_code,
				 .target = punch->target,
				 .enrolment = punch->enrolment,
				 .number = punch->number,
				 .at_ms = placed->at_ms,
				 .boot = punch->pressed.boot,
				 .boottime_ms = punch->pressed.boottime_ms,
				 .not_before_ms = press->restated.not_before_ms,
				 .not_after_ms = press->restated.not_after_ms,
				 .has_chosen = punch->has_chosen},
			.flags = placed->flags,
			.claimed_ms = punch->has_chosen
					      ? punch->chosen_ms
					      : punch->pressed.wall_ms,
			.restated_ms = press->restated.press_ms,
			.ordered_ms = placed->at_ms,
			.held = project->presses[i].held},
		.is_delivered = true,
		.press_ms = placed->press_ms,
		.restated = press->restated,
	};
}

/* As they were received; what came at one instant as it is given. */
static int
compare_deliveries(const void *a, const void *b)
{
	const struct project_delivery *const *x = a, *const *y = b;
	int by_enrolment = id_compare(&(*x)->enrolment, &(*y)->enrolment);
	int64_t i = (*x)->contact.received_ms, k = (*y)->contact.received_ms;

	if (by_enrolment)
		return by_enrolment;
	if (i != k)
		return i < k ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

static void
take(struct history *history, const struct project *project,
	const struct project_delivery *delivery, const bool *again)
{
	const struct punch **punches =
		mem_new(delivery->count + 1, sizeof(struct punch *));
	struct contact contact = delivery->contact;
	size_t n = 0;

	if (contact.highest == PROJECT_HIGHEST_HEARD)
		contact.highest = history->highest;
	for (size_t i = 0; i < delivery->count; i++)
		if (!again[delivery->first + i])
			punches[n++] =
				&project->presses[delivery->first + i].punch;
	history_take(history, &contact, punches, n);
	free(punches);
}

/* One enrolment's deliveries, in order; how many of the n are its. */
static size_t
restate(const struct project *project,
	const struct project_delivery *const *order, size_t n,
	struct facts *facts)
{
	const struct id *id = &order[0]->enrolment;
	const struct project_enrolment *enrolment = find_enrolment(project, id);
	struct contact *contacts = mem_new(n, sizeof(*contacts));
	struct history_press *presses =
		mem_new(project->press_count + 1, sizeof(*presses));
	struct history history;
	size_t took = 0;

	history_init(&history, id, contacts, presses);
	if (enrolment != NULL) {
		history.begun_ms = enrolment->begun_ms;
		history.ended_ms = enrolment->ended_ms;
	}
	while (took < n && id_equal(&order[took]->enrolment, id))
		take(&history, project, order[took++], facts->again);
	history_order(&history);
	for (size_t i = 0; i < history.press_count; i++)
		facts->punches[facts->count++] =
			punch_of(project, &history.presses[i]);
	free(presses);
	free(contacts);
	return took;
}

/* A press where it came first stands before those where it came again. */
struct arrival {
	const struct punch *punch;
	int64_t received_ms;
	size_t i;
};

static int
compare_arrivals(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	int by_enrolment =
		id_compare(&x->punch->enrolment, &y->punch->enrolment);
	int by_id = id_compare(&x->punch->id, &y->punch->id);

	if (by_enrolment || by_id)
		return by_enrolment ? by_enrolment : by_id;
	if (x->received_ms != y->received_ms)
		return x->received_ms < y->received_ms ? -1 : 1;
	return x->i < y->i ? -1 : 1;
}

/* Which presses came again; yours to free. */
static bool *
find_again(const struct project *project)
{
	size_t n = project->press_count;
	struct arrival *arrivals = mem_new(n + 1, sizeof(*arrivals));
	bool *again = mem_new(n + 1, sizeof(*again));

	for (size_t i = 0; i < project->delivery_count; i++) {
		const struct project_delivery *of = &project->deliveries[i];

		for (size_t k = of->first; k < of->first + of->count; k++)
			arrivals[k] =
				(struct arrival){&project->presses[k].punch,
					of->contact.received_ms, k};
	}
	qsort(arrivals, n, sizeof(*arrivals), compare_arrivals);
	for (size_t i = 1; i < n; i++)
		again[arrivals[i].i] =
			id_equal(&arrivals[i].punch->id,
				&arrivals[i - 1].punch->id) &&
			id_equal(&arrivals[i].punch->enrolment,
				&arrivals[i - 1].punch->enrolment);
	free(arrivals);
	return again;
}

static void
restate_all(const struct project *project, struct facts *facts)
{
	size_t n = project->delivery_count, done = 0;
	const struct project_delivery **order =
		mem_new(n + 1, sizeof(struct project_delivery *));

	facts->again = find_again(project);
	for (size_t i = 0; i < n; i++)
		order[i] = &project->deliveries[i];
	qsort(order, n, sizeof(struct project_delivery *), compare_deliveries);
	while (done < n)
		done += restate(project, order + done, n - done, facts);
	free(facts->again);
	free(order);
}

/* --- what becomes of it -------------------------------------------------- */

static int
compare_punches(const void *a, const void *b)
{
	const struct project_punch *x = a, *y = b;

	return clock_event_compare(&x->fact.event, &y->fact.event);
}

/* What each one does, by the fold that the records are made of. */
static void
tell_effects(const struct project *project, struct facts *all)
{
	const struct clock_rules rules = {.zone = project->rules.zone,
		.spans = project->rules.spans,
		.span_count = project->rules.span_count};
	struct clock_event *events = mem_new(all->count + 1, sizeof(*events));
	unsigned *effects = mem_new(all->count + 1, sizeof(*effects));
	struct clock_state state;
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		if (!all->punches[i].fact.held && !all->punches[i].fact.taken)
			events[n++] = all->punches[i].fact.event;
	clock_replay(&rules, NULL, events, n, &state, effects);
	n = 0;
	for (size_t i = 0; i < all->count; i++)
		if (!all->punches[i].fact.held && !all->punches[i].fact.taken)
			all->punches[i].effects = effects[n++];
	free(effects);
	free(events);
}

static void
correct(const struct project *project, struct facts *all)
{
	size_t most = all->count + project->correction_count;
	struct time_fact *facts = mem_new(most + 1, sizeof(*facts));
	size_t count;

	for (size_t i = 0; i < all->count; i++)
		facts[i] = all->punches[i].fact;
	count = correction_apply(project->corrections,
		project->correction_count, facts, all->count);
	for (size_t i = 0; i < count; i++)
		all->punches[i].fact = facts[i];
	all->count = count;
	free(facts);
}

static void
fold(const struct project *project, const struct facts *all,
	struct time_records *records_out)
{
	struct time_fact *facts = mem_new(all->count + 1, sizeof(*facts));
	const struct time_facts given = {
		.facts = facts, .count = all->count, .now_ms = project->now_ms};

	for (size_t i = 0; i < all->count; i++)
		facts[i] = all->punches[i].fact;
	time_fold(&project->rules, &given, project->explain, records_out);
	free(facts);
}

void
project_run(const struct project *project, struct project_outcome *outcome_out)
{
	size_t most = project->event_count + project->press_count +
		      project->correction_count;
	struct facts all = {
		.punches = mem_new(most + 1, sizeof(struct project_punch))};

	for (size_t i = 0; i < project->event_count; i++)
		all.punches[all.count++].fact = project->events[i];
	restate_all(project, &all);
	correct(project, &all);
	qsort(all.punches, all.count, sizeof(*all.punches), compare_punches);
	tell_effects(project, &all);
	fold(project, &all, &outcome_out->records);
	card_run(&project->rules, &outcome_out->records);
	outcome_out->punches = all.punches;
	outcome_out->count = all.count;
}

void
project_release(struct project_outcome *outcome)
{
	time_records_release(&outcome->records);
	free(outcome->punches);
	*outcome = (struct project_outcome){.count = 0};
}
