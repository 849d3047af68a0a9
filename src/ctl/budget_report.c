/* report budget: what was worked at locations against what was planned. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/hundredths.h"
#include "core/location.h"
#include "hours_report.h"
#include "range.h"
#include "table.h"

#define NAME_CELLS 20
#define BAR_CELLS 10

/* A location that has a budget, or was asked for. */
struct place {
	const struct location *location;
	char id[ID_TEXT_BYTES];
	int64_t final_minutes;
	int64_t other_minutes; /* not final */
};

struct places {
	struct place *items;
	size_t count;
};

static void
on_sum(void *ctx, const struct hours_sum *sum)
{
	struct places *places = ctx;

	for (size_t i = 0; i < places->count; i++) {
		struct place *place = &places->items[i];

		if (strcmp(place->id, sum->location) != 0)
			continue;
		if (sum->is_final)
			place->final_minutes += sum->paid;
		else
			place->other_minutes += sum->paid;
		return;
	}
}

static bool
has_budget(const struct location *location)
{
	return location->budget_hours > 0 || location->budget_amount[0] != '\0';
}

static void
find_places(struct ctl_call *call, const struct location *only,
	struct places *places_out)
{
	size_t count = office_count(call->office, &location_description);
	struct place *items = mem_new(count + 1, sizeof(*items));
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct location *location =
			office_at(call->office, &location_description, i);

		if (only != NULL ? location != only : !has_budget(location))
			continue;
		items[n].location = location;
		id_format(&location->record.id, items[n++].id);
	}
	*places_out = (struct places){items, n};
}

/* --- for people ----------------------------------------------------------- */

static void
add_number(struct table *table, int64_t hundredths)
{
	struct str number, cell;

	str_init(&number, 64);
	str_init(&cell, 64);
	hundredths_add(&number, hundredths);
	str_addf(&cell, "%9s", number.data);
	table_add(table, cell.data);
	str_release(&number);
	str_release(&cell);
}

/* Thousandths, half up: "10.0 %". */
static void
add_share(struct table *table, const struct place *place)
{
	int64_t planned = place->location->budget_hours * 60;
	int64_t tenths =
		(place->final_minutes * 2000 + planned) / (2 * planned);
	struct str cell;

	str_init(&cell, 128);
	str_addf(&cell, "%5lld.%lld %%", (long long)(tenths / 10),
		(long long)(tenths % 10));
	table_add(table, cell.data);
	str_clear(&cell);
	hours_report_bar(&cell, place->final_minutes, planned, BAR_CELLS);
	table_add(table, cell.data);
	str_release(&cell);
}

static void
add_place(struct table *table, const struct place *place)
{
	const struct location *location = place->location;
	int64_t planned = location->budget_hours * 100;
	int64_t final = hundredths_of(place->final_minutes);
	struct str label, cell;

	str_init(&label, SIZE_MAX / 2);
	str_init(&cell, SIZE_MAX / 2);
	office_label(&location_description, location, &label);
	text_clean(&cell, label.data, label.len);
	str_clear(&label);
	text_fit(&label, cell.data, NAME_CELLS, false, false);
	table_add(table, label.data);
	str_release(&label);
	str_release(&cell);
	if (planned > 0)
		add_number(table, planned);
	else
		table_add(table, location->budget_amount);
	add_number(table, final);
	add_number(table, hundredths_of(place->other_minutes));
	if (planned > 0) {
		add_number(table, planned - final);
		add_share(table, place);
		return;
	}
	for (int i = 0; i < 3; i++)
		table_add(table, "");
}

static void
add_table(const struct places *places, struct str *out)
{
	static const char *const heads[] = {"Location", "   Budget",
		"    Final", "Not final", "     Left", "", ""};
	const size_t columns = sizeof(heads) / sizeof(*heads);
	struct table *table = table_new(columns);

	for (size_t i = 0; i < columns; i++)
		table_add(table, heads[i]);
	for (size_t i = 0; i < places->count; i++)
		add_place(table, &places->items[i]);
	table_write(table, out);
	table_free(&table);
}

/* --- for programs --------------------------------------------------------- */

static void
json_hours(struct jsonout *json, const char *key, int64_t hundredths)
{
	struct str text;

	str_init(&text, 64);
	hundredths_add(&text, hundredths);
	jsonout_text(json, key, text.data);
	str_release(&text);
}

static void
json_place(struct jsonout *json, const struct place *place)
{
	const struct location *location = place->location;
	int64_t final = hundredths_of(place->final_minutes);

	jsonout_object(json, NULL);
	jsonout_id(json, "location", &location->record.id);
	jsonout_text(json, "number", location->number);
	jsonout_text(json, "name", location->name);
	if (location->budget_hours > 0)
		json_hours(json, "budget_hours", location->budget_hours * 100);
	if (location->budget_amount[0] != '\0')
		jsonout_text(json, "budget_amount", location->budget_amount);
	json_hours(json, "final", final);
	json_hours(json, "not_final", hundredths_of(place->other_minutes));
	if (location->budget_hours > 0)
		json_hours(json, "left", location->budget_hours * 100 - final);
	jsonout_object_end(json);
}

static void
add_json(const struct places *places, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_array(&json, NULL);
	for (size_t i = 0; i < places->count; i++)
		json_place(&json, &places->items[i]);
	jsonout_array_end(&json);
	str_addc(out, '\n');
}

/* --- the command ---------------------------------------------------------- */

static int
print(const struct places *places, bool as_json, struct err *err)
{
	struct str out;
	int rc;

	str_init(&out, SIZE_MAX / 2);
	if (as_json)
		add_json(places, &out);
	else
		add_table(places, &out);
	if (places->count == 0)
		call_say("no location has a budget; connectctl location edit "
			 "WHICH --budget-hours N gives one");
	rc = call_print(&out, err);
	str_release(&out);
	return rc;
}

static int
make_query(struct ctl_call *call, const struct args *args,
	const struct location **only_out, struct str *query, struct err *err)
{
	const char *words = args_text(args, "location");
	const void *record = NULL;
	char text[ID_TEXT_BYTES];
	const char *through;

	if (range_day(args, "through", &through, err) < 0 ||
		(words != NULL && words_find(call, &location_description, words,
					  &record, err) < 0))
		return -1;
	if (through != NULL)
		str_addf(query, "to=%s", through);
	*only_out = record;
	if (record != NULL)
		str_addf(query, "%slocation=%s", query->len > 0 ? "&" : "",
			id_format(&((const struct record *)record)->id, text));
	return 0;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct location *only = NULL;
	struct places places = {NULL, 0};
	struct str query;
	int rc;

	if (call_open(call, err) < 0 ||
		wait_load(call, &location_description, err) < 0)
		return -1;
	str_init(&query, 256);
	rc = make_query(call, args, &only, &query, err);
	if (rc == 0) {
		find_places(call, only, &places);
		if (places.count > 0)
			rc = hours_report_each(
				call, "job", query.data, on_sum, &places, err);
	}
	if (rc == 0)
		rc = print(&places, args_has(args, "json"), err);
	free(places.items);
	str_release(&query);
	return rc;
}

static const struct option options[] = {
	{.name = "location",
		.letter = 'l',
		.arg = "NAME",
		.help = "of this one, also without a budget",
		.completes = "locations"},
	{.name = "through",
		.arg = "DATE",
		.help = "what was worked up to this day, which is in it"},
	CTL_JSON,
	CTL_NO_MORE,
};

const struct command hours_report_budget = {
	.name = "budget",
	.help = "hours against what was planned, a line for each location",
	.options = options,
	.run = run,
};
