#include <string.h>

#include "app/face.h"
#include "entries.h"
#include "fold.h"
#include "heard.h"
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

/* The last punch that stands, if it can still be undone; else NULL. */
static const struct clock_event *
find_undo(const struct events *events, const struct stamp *now)
{
	for (size_t i = events->count; i-- > 0;) {
		const struct clock_event *event = &events->items[i];

		if (event->kind == PUNCH_VOID || is_voided(events, &event->id))
			continue;
		return clock_can_undo(event, now) ? event : NULL;
	}
	return NULL;
}

bool
undo_is_open(const struct events *events, const struct stamp *now)
{
	return find_undo(events, now) != NULL;
}

static void
fill_entry(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry)
{
	struct err ignored = {0};

	if (id_is_nil(id))
		return;
	if (entries_find(app, kind, id, entry, &ignored) == 0)
		return;
	*entry = (struct entry){.kind = kind, .id = *id};
	(void)str_copy(entry->name, sizeof(entry->name),
		kind == ENTRY_LOCATION ? "(location not loaded)"
				       : "(cost code not loaded)");
}

static void
fill_undo(const struct events *events, struct face *face)
{
	const struct clock_event *event = find_undo(events, &face->now);

	face->has_undo = event != NULL;
	if (event == NULL)
		return;
	face->undo_is_again =
		events->items[events->count - 1].kind == PUNCH_VOID;
	face->undo = event->id;
	face->undo_boottime_ms = event->boottime_ms;
}

/* When the service told, to whichever process. */
static int64_t
told_ms(const struct app *app, const struct events *events)
{
	int64_t heard_ms = heard_of(app, &events->employee);

	if (!events->is_told || events->known.told_ms < heard_ms)
		return heard_ms;
	return events->known.told_ms;
}

int
face_of(struct app *app, const struct id *employee, const struct stamp *now,
	struct face *face_out, struct err *err)
{
	struct face face;
	struct clock_rules rules;
	const struct events *events;

	if (fold_face(app, employee, &face, &events, err) < 0)
		return -1;
	face.now = *now;
	face.now_ms = app_reckon(app, now);
	face.told_ms = told_ms(app, events);
	rules = fold_rules(app, &face.meal);
	face.max_record_minutes = rules.max_record_minutes;
	fill_entry(app, ENTRY_LOCATION, &face.state.location, &face.location);
	fill_entry(
		app, ENTRY_COST_CODE, &face.state.cost_code, &face.cost_code);
	face.meal_due = clock_meal_due(&face.state, &rules);
	fill_undo(events, &face);
	*face_out = face;
	return 0;
}
