#include "events.h"

#include <string.h>

#include "base/mem.h"

int64_t
events_time_ms(const struct app *app, const struct kept_punch *kept)
{
	const struct punch *punch = &kept->punch;

	if (kept->state == KEPT_ANSWERED && kept->verdict.at_ms != 0)
		return kept->verdict.at_ms;
	return punch->has_chosen ? punch->chosen_ms
				 : reckon_press(&app->told, &punch->pressed);
}

static struct clock_event
events_event(const struct app *app, const struct kept_punch *kept)
{
	const struct punch *punch = &kept->punch;

	return (struct clock_event){
		.id = punch->id,
		.kind = punch->kind,
		.location = punch->location,
		.cost_code = punch->cost_code,
		.target = punch->target,
		.enrolment = punch->enrolment,
		.number = punch->number,
		.at_ms = events_time_ms(app, kept),
		.boot = punch->pressed.boot,
		.boottime_ms = punch->pressed.boottime_ms,
		.not_before_ms = kept->verdict.not_before_ms,
		.not_after_ms = kept->verdict.not_after_ms,
		.has_chosen = punch->has_chosen,
	};
}

void
events_add(const struct app *app, struct events *events,
	const struct kept_punch *kept)
{
	struct clock_event event = events_event(app, kept);

	if (kept->state != KEPT_WAITING && kept->state != KEPT_ANSWERED)
		return; /* in no ledger, whatever becomes of it */
	if (events->count == EVENTS_MAX) {
		events->count--;
		events->settled -= events->settled > 0;
		memmove(events->items, events->items + 1,
			events->count * sizeof(events->items[0]));
	}
	if (events->count > 0 && !event.has_chosen) {
		const struct clock_event *before =
			&events->items[events->count - 1];

		if (event.at_ms < before->at_ms)
			event.at_ms = before->at_ms;
	}
	events->items[events->count++] = event;
	events->waits |= kept->state == KEPT_WAITING;
	if (!events->waits)
		events->settled = events->count;
}

size_t
events_told(const struct events *events)
{
	const struct known_clock *known = &events->known;

	if (!events->is_told || id_is_nil(&known->enrolment))
		return 0;
	for (size_t i = events->count; i > 0; i--) {
		const struct clock_event *event = &events->items[i - 1];

		if (id_equal(&event->enrolment, &known->enrolment) &&
			event->number <= known->watermark)
			return i;
	}
	return 0;
}

struct reading {
	const struct app *app;
	struct events *events;
};

static bool
on_punch(void *ctx, const struct kept_punch *kept)
{
	const struct reading *reading = ctx;

	events_add(reading->app, reading->events, kept);
	return true;
}

void
events_written(struct app *app)
{
	if (app->events != NULL)
		app->events->moment = 0;
}

static int
events_read(struct app *app, struct events *events, struct err *err)
{
	struct store *store = &app->ports.store;
	struct reading reading = {app, events};

	if (store->ops->history(store->self, events->account, &events->employee,
		    EVENTS_MAX, on_punch, &reading, err) < 0)
		return -1;
	events->is_told = store->ops->clock_load(store->self, events->account,
				  &events->employee, &events->known, err) == 0;
	if (!events->is_told && err->kind != ERR_NOT_FOUND)
		return -1;
	err_clear(err);
	return 0;
}

bool
events_at_hand(const struct app *app, const struct id *employee)
{
	return app->events != NULL &&
	       app->events->account == app->account.number &&
	       id_equal(&app->events->employee, employee);
}

const struct events *
events_get(struct app *app, const struct id *employee, struct err *err)
{
	struct store *store = &app->ports.store;
	struct events *events = app->events;
	int64_t version;

	if (events_at_hand(app, employee) && app_is_moment(app, events->moment))
		return events;
	version = store->ops->version(store->self);
	if (events_at_hand(app, employee) && events->version == version) {
		events->moment = app->moment;
		return events;
	}
	if (events == NULL)
		events = app->events = mem_new(1, sizeof(*events));
	*events = (struct events){
		.employee = *employee,
		.account = app->account.number,
		.version = version,
		.moment = app->moment,
	};
	if (events_read(app, events, err) == 0)
		return events;
	events->account = 0; /* half-read: never used again */
	return NULL;
}
