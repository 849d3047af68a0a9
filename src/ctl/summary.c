#include "summary.h"

#include <stdlib.h>
#include <string.h>

#include "app/words.h"
#include "base/mem.h"
#include "base/text.h"
#include "calendar/date.h"
#include "names.h"
#include "range.h"
#include "table.h"
#include "worked.h"

#define NAME_CELLS 22 /* so that all of it fits 80 */

struct line {
	const struct wire_summary_row *row;
	char *name;
	char *key; /* folded */
};

struct lines {
	struct line *items;
	size_t count;
};

static const char *const levels[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (title),
	APPROVALS(X)
#undef X
};
static const char *const level_words[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (wire),
	APPROVALS(X)
#undef X
};
static const char *const pays[] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
	PAYS(X)
#undef X
};

/* What is wrong comes first, then by number and name. */
static int
compare(const void *a, const void *b)
{
	const struct line *one = a, *other = b;
	int more = other->row->sum.exceptions - one->row->sum.exceptions;

	return more != 0 ? more : strcmp(one->key, other->key);
}

static void
make_lines(const struct wire_summary *summary, const struct names *names,
	struct lines *lines_out)
{
	struct line *items = mem_new(summary->count + 1, sizeof(*items));
	struct str text;

	for (size_t i = 0; i < summary->count; i++) {
		items[i].row = &summary->rows[i];
		str_init(&text, SIZE_MAX / 2);
		names_label(names, ENTRY_EMPLOYEE, &summary->rows[i].employee,
			&text);
		items[i].name = str_take(&text);
		text_fold(&text, items[i].name, strlen(items[i].name));
		items[i].key = str_take(&text);
		str_release(&text);
	}
	qsort(items, summary->count, sizeof(*items), compare);
	*lines_out = (struct lines){items, summary->count};
}

static void
release_lines(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		free(lines->items[i].name);
		free(lines->items[i].key);
	}
	free(lines->items);
}

/* --- for people ----------------------------------------------------------- */

/* "   50:00"; nothing where it is blank. */
static void
add_time(struct table *table, int minutes, bool blank)
{
	struct str time, cell;

	str_init(&time, 64);
	str_init(&cell, 64);
	if (minutes != 0 || !blank) {
		words_minutes(&time, minutes);
		str_addf(&cell, "%6s", time.data);
	}
	table_add(table, cell.data);
	str_release(&time);
	str_release(&cell);
}

static void
add_count(struct table *table, int count)
{
	struct str text;

	str_init(&text, 16);
	if (count > 0)
		str_addf(&text, "%4d", count);
	table_add(table, text.data);
	str_release(&text);
}

/* The last level that stands says the others. */
static const char *
level_of(const struct wire_summary_row *row)
{
	int last = -1;

	for (size_t i = 0; i < row->approval_count; i++)
		if ((int)row->approvals[i].level > last)
			last = (int)row->approvals[i].level;
	return last < 0 ? "" : levels[last];
}

static void
add_line(struct table *table, const char *name, const struct card_sum *sum,
	const char *level)
{
	struct str cell;

	str_init(&cell, SIZE_MAX / 2);
	text_fit(&cell, name, NAME_CELLS, false, false);
	table_add(table, cell.data);
	str_release(&cell);
	add_count(table, sum->exceptions);
	add_count(table, sum->open);
	add_time(table, worked_paid(sum), false);
	for (int pay = 0; pay < PAY_COUNT; pay++)
		add_time(table, sum->paid[pay], pay != PAY_REG);
	table_add(table, level);
}

static void
add_table(const struct wire_summary *summary, const struct lines *lines,
	struct str *out)
{
	static const char *const heads[] = {"Employee", "Wrong", "Open",
		" Hours", "   REG", "   OT1", "   OT2", "Approved"};
	const size_t columns = sizeof(heads) / sizeof(*heads);
	struct table *table = table_new(columns);

	for (size_t i = 0; i < columns; i++)
		table_add(table, heads[i]);
	for (size_t i = 0; i < lines->count; i++)
		add_line(table, lines->items[i].name, &lines->items[i].row->sum,
			level_of(lines->items[i].row));
	if (lines->count > 1)
		add_line(table, "Together", &summary->totals, "");
	table_write(table, out);
	table_free(&table);
}

static void
add_text(const struct wire_summary *summary, const struct lines *lines,
	struct str *out)
{
	char first[DATE_BYTES], last[DATE_BYTES];

	str_addf(out, "%s to %s%s\n", date_format(summary->range.first, first),
		date_format(summary->range.last, last),
		worked_is_closed(summary) ? ", closed" : "");
	add_table(summary, lines, out);
}

/* --- for programs --------------------------------------------------------- */

static void
json_sum(struct jsonout *json, const struct card_sum *sum)
{
	jsonout_int(json, "minutes", sum->minutes);
	for (int pay = 0; pay < PAY_COUNT; pay++)
		jsonout_int(json, pays[pay], sum->paid[pay]);
	jsonout_int(json, "meal_minutes", sum->meal_minutes);
	jsonout_int(json, "lunch_minutes", sum->lunch_minutes);
	jsonout_int(json, "open", sum->open);
	jsonout_int(json, "exceptions", sum->exceptions);
}

static void
json_row(struct jsonout *json, const struct wire_summary_row *row,
	const struct names *names)
{
	jsonout_object(json, NULL);
	names_json(names, ENTRY_EMPLOYEE, &row->employee, "employee", json);
	json_sum(json, &row->sum);
	jsonout_array(json, "approvals");
	for (size_t i = 0; i < row->approval_count; i++)
		jsonout_text(json, NULL, level_words[row->approvals[i].level]);
	jsonout_array_end(json);
	jsonout_bool(json, "closed", row->closed);
	jsonout_object_end(json);
}

static void
add_json(const struct wire_summary *summary, const struct lines *lines,
	const struct names *names, struct str *out)
{
	char date[DATE_BYTES];
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "from", date_format(summary->range.first, date));
	jsonout_text(&json, "to", date_format(summary->range.last, date));
	jsonout_text(&json, "zone", summary->zone);
	jsonout_array(&json, "people");
	for (size_t i = 0; i < lines->count; i++)
		json_row(&json, lines->items[i].row, names);
	jsonout_array_end(&json);
	jsonout_object(&json, "totals");
	json_sum(&json, &summary->totals);
	jsonout_object_end(&json);
	jsonout_object_end(&json);
	str_addc(out, '\n');
}

/* --- the command ---------------------------------------------------------- */

static int
print(const struct wire_summary *summary, const struct names *names,
	bool as_json, struct err *err)
{
	struct lines lines;
	struct str out;
	int rc;

	make_lines(summary, names, &lines);
	str_init(&out, SIZE_MAX / 2);
	if (as_json)
		add_json(summary, &lines, names, &out);
	else
		add_text(summary, &lines, &out);
	rc = call_print(&out, err);
	str_release(&out);
	release_lines(&lines);
	return rc;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct wire_summary summary;
	struct names names;
	int rc;

	if (call_open(call, err) < 0 ||
		worked_summary(call, args, &summary, err) < 0)
		return -1;
	rc = names_load(call, &names, err);
	if (rc == 0)
		rc = print(&summary, &names, args_has(args, "json"), err);
	names_release(&names);
	wire_summary_release(&summary);
	return rc;
}

static const struct option options[] = {
	RANGE_PERIOD, RANGE_FROM, RANGE_TO, CTL_JSON, CTL_NO_MORE};

const struct command summary_command = {
	.name = "summary",
	.help = "what everybody worked: what is wrong first",
	.options = options,
	.run = run,
};
