/* Reports: hours by day as bars; hours against budgets (budget_report.c). */
#include "hours_report.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include "app/words.h"
#include "base/mem.h"
#include "calendar/date.h"
#include "commands.h"
#include "names.h"
#include "range.h"
#include "wire/rows.h"

#define BAR_CELLS 56 /* beside a day and its hours in 80 columns */
#define EIGHTHS 8

/* --- sums ----------------------------------------------------------------- */

enum column {
	COLUMN_DATE,
	COLUMN_LOCATION,
	COLUMN_FINAL,
	COLUMN_REG,
	COLUMN_OT1,
	COLUMN_OT2
};
static const char *const members[] = {
	"date", "location", "final", "reg", "ot1", "ot2", NULL};

static void
tell(const struct wire_rows *rows, hours_on_sum *on_sum, void *ctx)
{
	for (size_t i = 0; i < wire_rows_count(rows); i++) {
		struct hours_sum sum = {
			.date = wire_rows_cell(rows, i, COLUMN_DATE),
			.location = wire_rows_cell(rows, i, COLUMN_LOCATION),
			.is_final =
				strcmp(wire_rows_cell(rows, i, COLUMN_FINAL),
					"yes") == 0,
		};

		for (size_t c = COLUMN_REG; c <= COLUMN_OT2; c++)
			sum.paid +=
				strtoll(wire_rows_cell(rows, i, c), NULL, 10);
		on_sum(ctx, &sum);
	}
}

int
hours_report_each(struct ctl_call *call, const char *by, const char *query,
	hours_on_sum *on_sum, void *ctx, struct err *err)
{
	struct office_request request = {.method = "GET"};
	struct str path, body, next;
	struct wire_rows rows;
	int rc;

	str_init(&path, 2048);
	str_init(&body, SIZE_MAX / 2);
	str_init(&next, 2048);
	str_addf(&path, "/v1/time-records/sums?by=%s%s%s", by,
		query[0] != '\0' ? "&" : "", query);
	request.path = path.data;
	wire_rows_init(&rows, members);
	rc = wait_ask(call, &request, &body, &next, err);
	if (rc == 0)
		rc = wire_rows_read(&rows, body.data, body.len, "items", err);
	if (rc == 0)
		tell(&rows, on_sum, ctx);
	wire_rows_release(&rows);
	str_release(&path);
	str_release(&body);
	str_release(&next);
	return rc;
}

/* --- bars ----------------------------------------------------------------- */

void
hours_report_bar(struct str *out, int64_t part, int64_t whole, size_t cells)
{
	static const char *const blocks[EIGHTHS + 1] = {
		"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
	bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	int64_t eighths;

	if (whole <= 0 || part <= 0)
		return;
	if (part > whole)
		part = whole;
	eighths = part * (int64_t)cells * EIGHTHS / whole;
	if (eighths == 0)
		eighths = 1;
	for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
		str_addz(out, ascii ? "#" : blocks[EIGHTHS]);
	if (eighths > 0 && !(ascii && eighths < EIGHTHS / 2))
		str_addz(out, ascii ? "#" : blocks[eighths]);
}

/* --- by day --------------------------------------------------------------- */

struct day {
	int32_t date;
	int64_t minutes;
};

struct days {
	struct day *items; /* by date */
	size_t count, cap;
	int64_t most;
	int64_t together;
};

/* They come by date; one of what is final, one of what is not. */
static void
on_sum(void *ctx, const struct hours_sum *sum)
{
	struct days *days = ctx;
	struct err ignored;
	struct day *day;
	int32_t date;

	if (date_parse(sum->date, &date, &ignored) < 0)
		return;
	if (days->count == 0 || days->items[days->count - 1].date != date) {
		days->items = mem_grow(days->items, &days->cap, days->count + 1,
			sizeof(*days->items));
		days->items[days->count++] = (struct day){.date = date};
	}
	day = &days->items[days->count - 1];
	day->minutes += sum->paid;
	days->together += sum->paid;
	if (day->minutes > days->most)
		days->most = day->minutes;
}

static void
add_text(const struct days *days, struct str *out)
{
	struct str time;

	str_init(&time, 64);
	for (size_t i = 0; i < days->count; i++) {
		const struct day *day = &days->items[i];

		str_clear(&time);
		words_minutes(&time, day->minutes);
		words_day(out, day->date);
		str_addf(out, " %9s  ", time.data);
		hours_report_bar(out, day->minutes, days->most, BAR_CELLS);
		str_addc(out, '\n');
	}
	str_clear(&time);
	words_minutes(&time, days->together);
	str_addf(out, "Together   %9s\n", time.data);
	str_release(&time);
}

static void
add_json(const struct days *days, struct str *out)
{
	char date[DATE_BYTES];
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_array(&json, NULL);
	for (size_t i = 0; i < days->count; i++) {
		jsonout_object(&json, NULL);
		jsonout_text(
			&json, "date", date_format(days->items[i].date, date));
		jsonout_int(&json, "minutes", days->items[i].minutes);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	str_addc(out, '\n');
}

static int
print(const struct days *days, bool as_json, struct err *err)
{
	struct str out;
	int rc;

	str_init(&out, SIZE_MAX / 2);
	if (as_json)
		add_json(days, &out);
	else if (days->count > 0)
		add_text(days, &out);
	if (days->count == 0)
		call_say("nobody worked in these days");
	rc = call_print(&out, err);
	str_release(&out);
	return rc;
}

/* What it is of: days, and perhaps a place. */
static int
make_query(struct ctl_call *call, const struct args *args, struct str *query,
	struct err *err)
{
	const char *words = args_text(args, "location");
	const char *from, *to;
	struct names names = {0};
	char text[ID_TEXT_BYTES];
	struct id id;
	int rc;

	if (range_day(args, "from", &from, err) < 0 ||
		range_day(args, "to", &to, err) < 0)
		return -1;
	str_addf(query, "from=%s&to=%s", from, to);
	if (words == NULL)
		return 0;
	rc = names_load(call, &names, err);
	if (rc == 0)
		rc = names_find(&names, ENTRY_LOCATION, words, &id, err);
	if (rc == 0)
		str_addf(query, "&location=%s", id_format(&id, text));
	names_release(&names);
	return rc;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct days days = {.count = 0};
	struct str query;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	str_init(&query, 512);
	rc = make_query(call, args, &query, err);
	if (rc == 0)
		rc = hours_report_each(
			call, "date", query.data, on_sum, &days, err);
	if (rc == 0)
		rc = print(&days, args_has(args, "json"), err);
	str_release(&query);
	free(days.items);
	return rc;
}

static const struct option options[] = {
	{.name = "from",
		.arg = "DATE",
		.help = "from this day on, such as 2026-11-16",
		.required = true},
	{.name = "to",
		.arg = "DATE",
		.help = "to this day, which is in it",
		.required = true},
	{.name = "location",
		.letter = 'l',
		.arg = "NAME",
		.help = "what was worked there",
		.completes = "locations"},
	CTL_JSON,
	CTL_NO_MORE,
};
static const struct command hours_command = {
	.name = "hours",
	.help = "what all worked, a bar for each day",
	.options = options,
	.run = run,
};
static const struct command *const subs[] = {
	&hours_command, &hours_report_budget, NULL};

const struct command commands_report = {
	.name = "report",
	.help = "hours by day, and against budgets",
	.subs = subs,
};
