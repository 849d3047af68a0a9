#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "facts_rows.h"

/* A void is pressed half a minute after what it undoes, at most. */
#define VOID_MS (10 * 60 * INT64_C(1000))

void
facts_release(struct facts *facts)
{
	for (size_t i = 0; facts->presses != NULL && i < facts->count; i++)
		free(facts->presses[i].comment);
	free(facts->facts);
	free(facts->presses);
	*facts = (struct facts){.count = 0};
}

static bool
has(const struct facts *facts, const struct clock_event *undo)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct clock_event *event = &facts->facts[i].event;

		if (id_equal(&event->id, &undo->target) &&
			id_equal(&event->enrolment, &undo->enrolment))
			return true;
	}
	return false;
}

/* The earliest of what voids are of that stands before them all: it is to be
 * among them. INT64_MAX: there is none. */
static int
find_earlier(struct db *db, const struct id *company, const struct facts *facts,
	int64_t *at_ms_out, struct err *err)
{
	*at_ms_out = INT64_MAX;
	for (size_t i = 0; i < facts->count; i++) {
		const struct clock_event *event = &facts->facts[i].event;
		int64_t at_ms;
		bool found;

		if (event->kind != PUNCH_VOID || has(facts, event))
			continue;
		if (facts_rows_target(db, company, event, &at_ms, &found, err) <
			0)
			return -1;
		if (found && at_ms < *at_ms_out)
			*at_ms_out = at_ms;
	}
	return 0;
}

/* Whether something may undo what is there and is not: one that was pressed
 * long behind the time that was chosen for it. */
static bool
is_short(const struct facts *facts, int64_t until_ms)
{
	return until_ms != INT64_MAX && facts->press_ms > until_ms;
}

int
facts_load(struct db *db, const struct facts_query *query,
	const struct id *employee, struct facts *facts_out, struct err *err)
{
	struct facts_query wider = *query;

	for (;;) {
		struct facts_bounds bounds;
		int64_t earlier_ms;
		bool all;

		*facts_out = (struct facts){.count = 0};
		if (facts_rows_bounds(db, &wider, employee, &bounds, err) < 0)
			return -1;
		facts_out->from = bounds.from;
		if (facts_rows_add(db, &wider, employee, &bounds, facts_out,
			    err) < 0 ||
			find_earlier(db, &query->company, facts_out,
				&earlier_ms, err) < 0) {
			facts_release(facts_out);
			return -1;
		}
		all = !is_short(facts_out, bounds.until_ms);
		if (all && earlier_ms > bounds.from.folded.at_ms)
			return 0;
		if (!all)
			wider.dates.last =
				zone_date(query->zone, facts_out->press_ms);
		if (earlier_ms <= bounds.from.folded.at_ms)
			wider.dates.first = zone_date(query->zone, earlier_ms);
		facts_release(facts_out);
	}
}

/* --- many ----------------------------------------------------------------- */

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))

struct walk {
	struct facts_person *people;
	struct facts *facts;
	size_t count;
	struct facts_window window; /* a day more on each side */
	int64_t end_ms;             /* of the dates */
};

/* Whether what began in the dates may end behind the window, or it is not easy
 * to say: facts_load knows. */
static bool
may_go_on(const struct walk *walk, const struct facts *facts)
{
	const struct clock_event *last = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		const struct time_fact *fact = &facts->facts[i];
		const struct clock_event *event = &fact->event;

		if (fact->held || fact->taken)
			continue;
		if (event->kind == PUNCH_VOID &&
			event->at_ms >= walk->end_ms - DAY_MS)
			return true;
		if (event->kind != PUNCH_VOID &&
			(last == NULL || clock_event_compare(event, last) > 0))
			last = event;
	}
	return last != NULL && last->kind != PUNCH_STOP &&
	       last->at_ms < walk->end_ms;
}

/* Whether the facts are not all that a fold needs. */
static bool
want_more(const struct walk *walk, const struct facts_person *person,
	const struct facts *facts)
{
	if (person->was_in || is_short(facts, walk->window.until_ms) ||
		may_go_on(walk, facts))
		return true;
	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].event.kind == PUNCH_VOID &&
			!has(facts, &facts->facts[i].event))
			return true;
	return false;
}

static int
tell(struct db *db, const struct facts_page *page, struct walk *walk,
	facts_sink *sink, void *ctx, struct err *err)
{
	for (size_t i = 0; i < walk->count; i++) {
		const struct facts_person *person = &walk->people[i];
		struct facts *facts = &walk->facts[i];

		if (want_more(walk, person, facts)) {
			facts_release(facts);
			if (facts_load(db, &page->query,
				    &person->person.employee, facts, err) < 0)
				return -1;
		}
		if (sink(ctx, person, facts, err) < 0)
			return -1;
	}
	return 0;
}

int
facts_walk(struct db *db, const struct facts_page *page, facts_sink *sink,
	void *ctx, struct id *last_out, struct err *err)
{
	const struct zone *zone = page->query.zone;
	struct walk walk = {
		.people = mem_new(page->limit + 1, sizeof(*walk.people)),
		.facts = mem_new(page->limit + 1, sizeof(*walk.facts)),
		.window = {.from_ms = zone_date_start_ms(
				   zone, page->query.dates.first - 1),
			.until_ms = zone_date_start_ms(
				zone, page->query.dates.last + 2)},
		.end_ms = zone_date_start_ms(zone, page->query.dates.last + 1),
	};
	int rc = facts_rows_people(db, page, walk.people, &walk.count, err);

	*last_out = (struct id){{0}};
	walk.window.people = walk.people;
	walk.window.count = walk.count;
	if (rc == 0 && walk.count > 0)
		rc = facts_rows_fill(db, page, &walk.window, walk.facts, err);
	if (rc == 0)
		rc = tell(db, page, &walk, sink, ctx, err);
	if (walk.count == page->limit)
		*last_out = walk.people[walk.count - 1].person.employee;
	for (size_t i = 0; i < walk.count; i++)
		facts_release(&walk.facts[i]);
	free(walk.facts);
	free(walk.people);
	return rc;
}
