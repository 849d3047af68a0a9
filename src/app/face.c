#include <string.h>

#include "app/face.h"
#include "events.h"
#include "undo.h"

static bool
is_voided(const struct events *events, const struct id *target)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].kind == PUNCH_VOID &&
			id_equal(&events->items[i].target, target))
			return true;
	return false;
}

/* The last punch that stands, if it can still be undone. */
static bool
find_undo(const struct events *events, const struct stamp *now,
	struct id *target_out)
{
	for (size_t i = events->count; i-- > 0;) {
		const struct clock_event *event = &events->items[i];

		if (event->kind == PUNCH_VOID || is_voided(events, &event->id))
			continue;
		if (!clock_can_undo(event, now))
			return false;
		*target_out = event->id;
		return true;
	}
	return false;
}

bool
undo_needs_before(struct app *app, const struct id *employee, int64_t watermark,
	const struct stamp *now)
{
	struct id target;
	struct err ignored = {0};
	const struct events *events = events_get(app, employee, &ignored);

	if (events == NULL)
		return false;
	for (size_t i = events->count; i-- > 0;)
		if (events->items[i].kind == PUNCH_VOID &&
			events->items[i].number > watermark)
			return true;
	return find_undo(events, now, &target);
}

/* Name, meals: one's own from the sign-in, others' from the catalogue. */
static void
fill_person(struct app *app, struct face *face)
{
	const struct person *me = &app->account.person;
	struct catalog_cache *cache = &app->ports.catalog;
	struct entry entry;
	struct err ignored = {0};

	if (id_equal(&face->employee, &me->id)) {
		(void)str_copy(face->name, sizeof(face->name), me->name);
		face->meal = me->meal;
		return;
	}
	if (cache->ops->find(cache->self, app->account.number, ENTRY_EMPLOYEE,
		    &face->employee, &entry, &ignored) < 0)
		return;
	(void)str_copy(face->name, sizeof(face->name), entry.name);
	face->meal = entry.meal;
}

static void
fill_entry(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry)
{
	struct catalog_cache *cache = &app->ports.catalog;
	struct err ignored = {0};

	if (id_is_nil(id))
		return;
	if (cache->ops->find(cache->self, app->account.number, kind, id, entry,
		    &ignored) == 0)
		return;
	*entry = (struct entry){.kind = kind, .id = *id};
	(void)str_copy(entry->name, sizeof(entry->name),
		kind == ENTRY_LOCATION ? "(location not loaded)"
				       : "(cost code not loaded)");
}

static int
replay(struct app *app, const struct clock_rules *rules,
	const struct events *events, struct face *face, struct err *err)
{
	struct store *store = &app->ports.store;
	struct known_clock known = {0};
	size_t told_by_service = 0;
	bool told = store->ops->clock_load(store->self, app->account.number,
			    &face->employee, &known, err) == 0;

	if (!told && err->kind != ERR_NOT_FOUND)
		return -1;
	err_clear(err);
	while (told_by_service < events->count &&
		events->items[told_by_service].number <= known.watermark)
		told_by_service++;
	face->known = told || events->count > 0;
	clock_replay(rules, told ? &known.state : NULL,
		events->items + told_by_service,
		events->count - told_by_service, &face->state, NULL);
	return 0;
}

int
face_of(struct app *app, const struct id *employee, struct face *face_out,
	struct err *err)
{
	struct face face = {.employee = *employee};
	struct clock_rules rules;
	const struct events *events;
	struct stamp now;

	if (!app->has_account)
		return err_set(
			err, ERR_AUTH, "nobody is signed in on this machine");
	fill_person(app, &face);
	rules = (struct clock_rules){.meal = face.meal, .zone = app->zone};
	events = events_get(app, employee, err);
	if (events == NULL || replay(app, &rules, events, &face, err) < 0 ||
		app_now(app, &now, err) < 0)
		return -1;
	fill_entry(app, ENTRY_LOCATION, &face.state.location, &face.location);
	fill_entry(
		app, ENTRY_COST_CODE, &face.state.cost_code, &face.cost_code);
	face.meal_due_ms = clock_meal_due_ms(&face.state, &rules);
	face.has_undo = find_undo(events, &now, &face.undo);
	*face_out = face;
	return 0;
}
