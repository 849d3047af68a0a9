#include <string.h>

#include "app/words.h"
#include "entries.h"
#include "hours_inside.h"

void
hours_names_by(struct app *app, hours_on_entry *on_entry, void *ctx)
{
	app->hours->on_entry = on_entry;
	app->hours->entry_ctx = ctx;
}

bool
hours_entry(struct app *app, enum entry_kind kind, const struct id *id,
	struct entry *entry_out)
{
	const struct person *me = &app->account.person;
	const struct hours *hours = app->hours;
	struct err ignored = {0};

	*entry_out = (struct entry){.kind = kind, .id = *id};
	if (hours->on_entry != NULL &&
		hours->on_entry(hours->entry_ctx, kind, id, entry_out))
		return true;
	if (entries_find(app, kind, id, entry_out, &ignored) == 0)
		return true;
	*entry_out = (struct entry){.kind = kind, .id = *id};
	if (kind != ENTRY_EMPLOYEE || !id_equal(id, &me->id))
		return false;
	(void)str_copy(entry_out->name, sizeof(entry_out->name), me->name);
	return true;
}

void
hours_name(struct app *app, enum entry_kind kind, const struct id *id,
	struct str *out)
{
	static const char *const unknown[] = {
		[ENTRY_EMPLOYEE] = "(somebody not in your list)",
		[ENTRY_LOCATION] = "(location not loaded)",
		[ENTRY_COST_CODE] = "(cost code not loaded)",
	};
	struct entry entry;

	if (id_is_nil(id))
		return;
	if (!hours_entry(app, kind, id, &entry))
		str_addz(out, unknown[kind]);
	else if (kind == ENTRY_EMPLOYEE)
		words_person(out, "", entry.name,
			entry.by_username ? entry.username : "");
	else
		words_label(out, entry.number, entry.name);
}

void
hours_job(struct app *app, const struct id *location,
	const struct id *cost_code, struct str *out)
{
	hours_name(app, ENTRY_LOCATION, location, out);
	if (!id_is_nil(location) && !id_is_nil(cost_code))
		str_addz(out, " · ");
	hours_name(app, ENTRY_COST_CODE, cost_code, out);
}

void
hours_json_entry(struct jsonout *json, const char *key, struct app *app,
	enum entry_kind kind, const struct id *id)
{
	struct entry entry;

	if (id_is_nil(id)) {
		jsonout_null(json, key);
		return;
	}
	jsonout_object(json, key);
	jsonout_id(json, "id", id);
	if (hours_entry(app, kind, id, &entry)) {
		jsonout_text(json, "number", entry.number);
		jsonout_text(json, "name", entry.name);
	}
	jsonout_object_end(json);
}
