#include "app/face.h"
#include "inside.h"

/* What was used last of a kind, while it may still be chosen. */
static int
last_of(struct app *app, const struct id *employee, enum entry_kind kind,
	struct entry *entry_out, struct err *err)
{
	struct store *store = &app->ports.store;
	struct catalog_cache *cache = &app->ports.catalog;
	struct entry entry;
	struct err ignored = {0};
	struct id id;
	size_t n = 0;

	*entry_out = (struct entry){.kind = kind};
	if (store->ops->recent(store->self, app->account.number, employee, kind,
		    &id, 1, &n, err) < 0)
		return -1;
	if (n == 1 &&
		cache->ops->find(cache->self, app->account.number, kind, &id,
			&entry, &ignored) == 0 &&
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
