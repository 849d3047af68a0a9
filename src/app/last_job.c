#include "app/face.h"
#include "entries.h"
#include "events.h"

/* What the punches at hand, which a face was just made of, tell. */
static bool
last_event(struct app *app, const struct id *employee, enum entry_kind kind,
	struct id *id_out)
{
	const struct events *events = app->events;

	if (!events_at_hand(app, employee) ||
		!app_is_moment(app, events->moment))
		return false;
	for (size_t i = events->count; i-- > 0;) {
		const struct clock_event *event = &events->items[i];

		*id_out = kind == ENTRY_LOCATION ? event->location
						 : event->cost_code;
		if (!id_is_nil(id_out))
			return true;
	}
	return false;
}

/* What was used last of a kind, while it may still be chosen. */
static int
last_of(struct app *app, const struct id *employee, enum entry_kind kind,
	struct entry *entry_out, struct err *err)
{
	struct store *store = &app->ports.store;
	struct entry entry;
	struct err ignored = {0};
	struct id id;
	size_t n = 1;

	*entry_out = (struct entry){.kind = kind};
	if (!last_event(app, employee, kind, &id) &&
		store->ops->recent(store->self, app->account.number, employee,
			kind, &id, 1, &n, err) < 0)
		return -1;
	if (n == 1 && entries_find(app, kind, &id, &entry, &ignored) == 0 &&
		entry.active)
		*entry_out = entry;
	return 0;
}

int
face_last_job(struct app *app, const struct id *employee,
	struct entry *location_out, struct entry *cost_code_out,
	struct err *err)
{
	struct entry location, cost_code;

	if (!app->has_account)
		return err_set(
			err, ERR_AUTH, "nobody is signed in on this machine");
	if (last_of(app, employee, ENTRY_LOCATION, &location, err) < 0 ||
		last_of(app, employee, ENTRY_COST_CODE, &cost_code, err) < 0)
		return -1;
	*location_out = location;
	*cost_code_out = cost_code;
	return 0;
}
