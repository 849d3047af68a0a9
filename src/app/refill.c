#include "refill.h"

/* Whether it waits again already in this turn, or too many do. */
static bool
is_done(const struct app *app, int64_t enrolment)
{
	for (size_t i = 0; i < app->refilled_count; i++)
		if (app->refilled[i] == enrolment)
			return true;
	return app->refilled_count == APP_REFILLS_MAX;
}

int
refill(struct app *app, int64_t enrolment, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err)
{
	struct store *store = &app->ports.store;
	size_t count = 0;

	if (is_done(app, enrolment))
		return 0;
	if (store->ops->refill(store->self, enrolment, watermark, missing, n,
		    &count, err) < 0)
		return -1;
	if (count > 0) {
		app->refilled[app->refilled_count++] = enrolment;
		app->refill_waits = true;
	}
	return 0;
}

int
refill_branch(struct app *app, int64_t enrolment, struct err *err)
{
	struct store *store = &app->ports.store;
	size_t count = 0;

	if (store->ops->refill(store->self, enrolment, REFILL_ALL, NULL, 0,
		    &count, err) < 0)
		return -1;
	if (count > 0)
		app->refill_waits = true;
	return 0;
}

int
refill_own(struct app *app, const struct wire_clock *clock, struct err *err)
{
	struct store *store = &app->ports.store;
	struct enrolment enrolment;

	if (store->ops->enrolment_current(store->self, app->account.number,
		    &app->account.person.id, &enrolment, err) < 0)
		return err->kind == ERR_NOT_FOUND ? 0 : -1;
	/* The session may be of one before it. */
	if (!id_equal(&enrolment.id, &clock->enrolment))
		return 0;
	return refill(app, enrolment.row, clock->watermark, NULL, 0, err);
}
