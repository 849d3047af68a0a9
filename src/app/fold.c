#include "fold.h"

/* Name, meals: one's own from the sign-in, others' from the catalogue. */
static void
fold_person(struct app *app, struct face *face)
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

static int
fold_events(struct app *app, const struct clock_rules *rules,
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
fold_face(struct app *app, const struct id *employee, struct face *face_out,
	const struct events **events_out, struct err *err)
{
	struct face face = {.employee = *employee};
	struct clock_rules rules;
	const struct events *events;

	if (!app->has_account)
		return err_set(
			err, ERR_AUTH, "nobody is signed in on this machine");
	fold_person(app, &face);
	rules = (struct clock_rules){.meal = face.meal, .zone = app->zone};
	events = events_get(app, employee, err);
	if (events == NULL || fold_events(app, &rules, events, &face, err) < 0)
		return -1;
	*face_out = face;
	*events_out = events;
	return 0;
}

void
fold_punch(const struct app *app, const struct face *face,
	const struct punch *punch, struct clock_state *state)
{
	const struct clock_rules rules = {
		.meal = face->meal, .zone = app->zone};
	const struct kept_punch kept = {.punch = *punch};
	const struct clock_event event = events_event(&kept);

	clock_replay(&rules, state, &event, 1, state, NULL);
}
