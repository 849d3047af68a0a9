#include "fold.h"

#include <string.h>

#include "entries.h"

#define SAME_MS 1000

/* Name, meals: one's own from the sign-in, others' from the catalogue. */
static void
fold_person(struct app *app, struct face *face)
{
	const struct person *me = &app->account.person;
	struct entry entry;
	struct err ignored = {0};

	if (id_equal(&face->employee, &me->id)) {
		(void)str_copy(face->name, sizeof(face->name), me->name);
		face->meal = me->meal;
		return;
	}
	if (entries_find(
		    app, ENTRY_EMPLOYEE, &face->employee, &entry, &ignored) < 0)
		return;
	(void)str_copy(face->number, sizeof(face->number), entry.number);
	(void)str_copy(face->name, sizeof(face->name), entry.name);
	if (entry.by_username)
		(void)str_copy(
			face->username, sizeof(face->username), entry.username);
	face->meal = entry.meal;
}

/*
 * A time that was chosen from before what the service told: what it makes of
 * that day only the service can work out, and the state now stays.
 */
static bool
is_of_the_past(const struct clock_event *event, const struct clock_state *told)
{
	return event->has_chosen && event->at_ms < told->since_ms;
}

struct clock_rules
fold_rules(const struct app *app, const struct meal_policy *meal)
{
	return (struct clock_rules){
		.meal = *meal,
		.zone = app->zone,
		.max_record_minutes = app->account.person.max_record_minutes,
	};
}

/* The events up to `end`, behind the service's last word. */
static void
fold_events(const struct app *app, const struct events *events, size_t end,
	const struct meal_policy *meal, struct clock_state *state_out)
{
	const struct clock_rules rules = fold_rules(app, meal);
	const struct clock_state *from =
		events->is_told ? &events->known.state : NULL;
	struct clock_event items[EVENTS_MAX];
	size_t n = 0;

	for (size_t i = events_told(events); i < end; i++)
		if (from == NULL || !is_of_the_past(&events->items[i], from))
			items[n++] = events->items[i];
	clock_replay(&rules, from, items, n, state_out, NULL);
}

int
fold_face(struct app *app, const struct id *employee, struct face *face_out,
	const struct events **events_out, struct err *err)
{
	struct face face = {.employee = *employee};
	const struct events *events;

	if (!app->has_account)
		return err_set(
			err, ERR_AUTH, "nobody is signed in on this machine");
	fold_person(app, &face);
	events = events_get(app, employee, err);
	if (events == NULL)
		return -1;
	face.known = events->is_told || events->count > 0;
	fold_events(app, events, events->count, &face.meal, &face.state);
	*face_out = face;
	*events_out = events;
	return 0;
}

static void
fold_behind(const struct app *app, const struct events *before,
	const struct face *face, const struct punch *punch,
	struct clock_state *state_out)
{
	struct events events = *before;

	events_add(app, &events, &(struct kept_punch){.punch = *punch});
	fold_events(app, &events, events.count, &face->meal, state_out);
}

bool
fold_press(struct app *app, const struct face *before,
	const struct punch *punch, struct clock_state *state_out)
{
	if (!events_at_hand(app, &before->employee))
		return false;
	fold_behind(app, app->events, before, punch, state_out);
	return true;
}

bool
fold_ahead(struct app *app, const struct face *before,
	const struct punch *punch, struct clock_state *state_out)
{
	const struct events *events;
	struct err ignored;

	events = events_get(app, &before->employee, &ignored);
	if (events == NULL)
		return false;
	fold_behind(app, events, before, punch, state_out);
	return true;
}

bool
fold_is_same(const struct clock_state *a, const struct clock_state *b)
{
	return a->mode == b->mode && a->since_ms == b->since_ms &&
	       id_equal(&a->last, &b->last) &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code);
}

bool
fold_says_same(const struct clock_state *a, const struct clock_state *b)
{
	int64_t off_ms = a->since_ms - b->since_ms;

	return a->mode == b->mode && off_ms <= SAME_MS && off_ms >= -SAME_MS &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code);
}

void
fold_told(const struct app *app, const struct events *events, size_t told,
	struct clock_state *state_out)
{
	static const struct meal_policy none;

	fold_events(app, events, told, &none, state_out);
}
