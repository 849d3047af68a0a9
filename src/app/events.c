#include "events.h"
#include "base/mem.h"

struct clock_event
events_event(const struct kept_punch *kept)
{
	const struct punch *punch = &kept->punch;
	int64_t at_ms =
		punch->has_chosen ? punch->chosen_ms : punch->pressed.wall_ms;

	if (kept->state == KEPT_ANSWERED && kept->verdict.at_ms != 0)
		at_ms = kept->verdict.at_ms;
	return (struct clock_event){
		.id = punch->id,
		.kind = punch->kind,
		.location = punch->location,
		.cost_code = punch->cost_code,
		.target = punch->target,
		.enrolment = punch->enrolment,
		.number = punch->number,
		.at_ms = at_ms,
		.boot = punch->pressed.boot,
		.boottime_ms = punch->pressed.boottime_ms,
		.not_before_ms = kept->verdict.not_before_ms,
		.not_after_ms = kept->verdict.not_after_ms,
		.has_chosen = punch->has_chosen,
	};
}

static bool
on_punch(void *ctx, const struct kept_punch *kept)
{
	struct events *events = ctx;
	struct clock_event event = events_event(kept);

	if (kept->state == KEPT_WAITING)
		events->waits = true;
	if (!events->waits)
		events->answered = kept->punch.number;
	if (kept->state == KEPT_SET_ASIDE || events->count == EVENTS_MAX)
		return true;
	if (events->count > 0) {
		const struct clock_event *before =
			&events->items[events->count - 1];

		if (event.at_ms < before->at_ms && !event.has_chosen)
			event.at_ms = before->at_ms;
	}
	events->items[events->count++] = event;
	return true;
}

const struct events *
events_get(struct app *app, const struct id *employee, struct err *err)
{
	struct store *store = &app->ports.store;
	struct events *events = app->events;
	int64_t version = store->ops->version(store->self);

	if (events == NULL)
		events = app->events = mem_new(1, sizeof(*events));
	else if (events->version == version &&
		 events->account == app->account.number &&
		 id_equal(&events->employee, employee))
		return events;
	*events = (struct events){
		.employee = *employee,
		.account = app->account.number,
		.version = version,
	};
	if (store->ops->history(store->self, events->account, employee,
		    EVENTS_MAX, on_punch, events, err) == 0)
		return events;
	events->account = 0; /* half-read: never used again */
	return NULL;
}
