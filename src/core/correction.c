#include "core/correction.h"

#include <assert.h>

/* The time that somebody says is all that is known of such a punch. */
static struct time_fact
added(const struct correction *correction)
{
	return (struct time_fact){
		.event = {.id = correction->id,
			.kind = correction->punch,
			.location = correction->location,
			.cost_code = correction->cost_code,
			.at_ms = correction->at_ms},
		.claimed_ms = correction->at_ms,
		.restated_ms = correction->at_ms,
		.ordered_ms = correction->at_ms,
		.correction = correction->id,
	};
}

static struct time_fact *
find(const struct correction *correction, struct time_fact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct clock_event *event = &facts[i].event;

		if (id_equal(&event->id, &correction->target) &&
			id_equal(&event->enrolment, &correction->enrolment))
			return &facts[i];
	}
	return NULL;
}

static void
change(const struct correction *correction, struct time_fact *fact)
{
	fact->correction = correction->id;
	if (correction->kind == CORRECTION_REMOVE)
		fact->taken = true;
	if (correction->has_at)
		fact->event.at_ms = correction->at_ms;
	if (!correction->has_job)
		return;
	fact->event.location = correction->location;
	fact->event.cost_code = correction->cost_code;
}

size_t
correction_apply(const struct correction *corrections, size_t n,
	struct time_fact *facts, size_t count)
{
	assert(facts != NULL || n == 0);
	for (size_t i = 0; i < n; i++) {
		struct time_fact *fact;

		if (corrections[i].kind == CORRECTION_ADD) {
			facts[count++] = added(&corrections[i]);
			continue;
		}
		fact = find(&corrections[i], facts, count);
		if (fact != NULL && !fact->taken)
			change(&corrections[i], fact);
	}
	return count;
}
