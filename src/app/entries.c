#include "entries.h"

int
entries_find(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry_out, struct err *err)
{
	struct catalog_cache *cache = &app->ports.catalog;
	struct found *found = &app->found[kind];

	if (app_is_moment(app, found->moment) &&
		id_equal(&found->entry.id, id)) {
		*entry_out = found->entry;
		return 0;
	}
	if (cache->ops->find(cache->self, app->account.number, kind, id,
		    entry_out, err) < 0)
		return -1;
	*found = (struct found){.moment = app->moment, .entry = *entry_out};
	return 0;
}
