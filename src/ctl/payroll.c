#include "payroll.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/mem.h"
#include "calendar/date.h"
#include "core/hundredths.h"
#include "gauge.h"
#include "names.h"
#include "range.h"
#include "worked.h"

#define BOM "\xef\xbb\xbf"

static const char *const pays[] = {
#define X(name, number, wire, title) [PAY_##name] = (wire),
	PAYS(X)
#undef X
};

/* What somebody worked on one day on one job. */
struct row {
	int32_t date;
	struct id location;
	struct id cost_code;
	int minutes[PAY_COUNT];
	int64_t hundredths[PAY_COUNT];
};

struct rows {
	struct row *items;
	size_t count, cap;
};

struct payroll {
	const struct names *names;
	struct str out; /* what is not written yet */
	struct jsonout json;
	bool as_json;
};

/* --- the rows of a card --------------------------------------------------- */

static struct row *
find_row(struct rows *rows, const struct time_record *record)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].date == record->date &&
			id_equal(&rows->items[i].location, &record->location) &&
			id_equal(&rows->items[i].cost_code, &record->cost_code))
			return &rows->items[i];
	rows->items = mem_grow(
		rows->items, &rows->cap, rows->count + 1, sizeof(*rows->items));
	rows->items[rows->count] = (struct row){
		.date = record->date,
		.location = record->location,
		.cost_code = record->cost_code,
	};
	return &rows->items[rows->count++];
}

/* The hundredths of each class are together what its minutes are. */
static void
share(struct rows *rows, int pay)
{
	int *minutes = mem_new(rows->count + 1, sizeof(*minutes));
	int64_t *hundredths = mem_new(rows->count + 1, sizeof(*hundredths));

	for (size_t i = 0; i < rows->count; i++)
		minutes[i] = rows->items[i].minutes[pay];
	hundredths_share(minutes, rows->count, hundredths);
	for (size_t i = 0; i < rows->count; i++)
		rows->items[i].hundredths[pay] = hundredths[i];
	free(minutes);
	free(hundredths);
}

static bool
is_paid(const struct time_record *record)
{
	for (int pay = 0; pay < PAY_COUNT; pay++)
		if (record->kind == TIME_WORK && record->paid[pay] > 0)
			return true;
	return false;
}

/* By day, and within it as it was worked. */
static void
make_rows(const struct wire_card *card, struct rows *rows)
{
	for (size_t i = 0; i < card->record_count; i++) {
		const struct time_record *record = &card->records[i].record;
		struct row *row;

		if (!is_paid(record))
			continue;
		row = find_row(rows, record);
		for (int pay = 0; pay < PAY_COUNT; pay++)
			row->minutes[pay] += record->paid[pay];
	}
	for (int pay = 0; pay < PAY_COUNT; pay++)
		share(rows, pay);
}

/* --- writing -------------------------------------------------------------- */

static void
csv_hours(struct str *out, int64_t hundredths)
{
	struct str text;

	str_init(&text, 64);
	hundredths_add(&text, hundredths);
	csv_add(out, false, text.data);
	str_release(&text);
}

/* By number, else by name. */
static void
csv_entry(struct payroll *it, enum entry_kind kind, const struct id *id)
{
	struct str text;

	str_init(&text, SIZE_MAX / 2);
	names_number(it->names, kind, id, &text);
	if (text.len == 0)
		names_name(it->names, kind, id, &text);
	csv_add(&it->out, false, text.data);
	str_release(&text);
}

static void
csv_row(struct payroll *it, const struct id *employee, const struct row *row)
{
	char date[DATE_BYTES];
	int64_t together = 0;
	struct str text;

	str_init(&text, SIZE_MAX / 2);
	names_number(it->names, ENTRY_EMPLOYEE, employee, &text);
	csv_add(&it->out, true, text.data);
	str_clear(&text);
	names_name(it->names, ENTRY_EMPLOYEE, employee, &text);
	csv_add(&it->out, false, text.data);
	str_release(&text);
	csv_add(&it->out, false, date_format(row->date, date));
	for (int pay = 0; pay < PAY_COUNT; pay++) {
		csv_hours(&it->out, row->hundredths[pay]);
		together += row->hundredths[pay];
	}
	csv_hours(&it->out, together);
	csv_entry(it, ENTRY_COST_CODE, &row->cost_code);
	csv_entry(it, ENTRY_LOCATION, &row->location);
	csv_end(&it->out);
}

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
json_row(struct payroll *it, const struct id *employee, const struct row *row)
{
	struct jsonout *json = &it->json;
	char date[DATE_BYTES];
	int64_t together = 0;
	int minutes = 0;

	jsonout_object(json, NULL);
	names_json(it->names, ENTRY_EMPLOYEE, employee, "employee", json);
	jsonout_text(json, "date", date_format(row->date, date));
	for (int pay = 0; pay < PAY_COUNT; pay++) {
		json_hours(json, pays[pay], row->hundredths[pay]);
		together += row->hundredths[pay];
		minutes += row->minutes[pay];
	}
	json_hours(json, "hours", together);
	jsonout_int(json, "minutes", minutes);
	names_json(
		it->names, ENTRY_COST_CODE, &row->cost_code, "cost_code", json);
	names_json(it->names, ENTRY_LOCATION, &row->location, "location", json);
	jsonout_object_end(json);
}

static void
begin(struct payroll *it, const struct args *args)
{
	static const char *const columns[] = {"number", "name", "date", "reg",
		"ot1", "ot2", "hours", "cost_code", "location"};

	str_init(&it->out, SIZE_MAX / 2);
	it->as_json = args_has(args, "json");
	jsonout_init(&it->json, &it->out);
	if (it->as_json) {
		jsonout_array(&it->json, NULL);
		return;
	}
	if (args_has(args, "bom"))
		str_addz(&it->out, BOM);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		csv_add(&it->out, i == 0, columns[i]);
	csv_end(&it->out);
}

static void
end(struct payroll *it)
{
	if (!it->as_json)
		return;
	jsonout_array_end(&it->json);
	str_addc(&it->out, '\n');
}

static void
write_card(struct payroll *it, const struct wire_card *card)
{
	struct rows rows = {.count = 0};

	make_rows(card, &rows);
	for (size_t i = 0; i < rows.count; i++)
		if (it->as_json)
			json_row(it, &card->employee, &rows.items[i]);
		else
			csv_row(it, &card->employee, &rows.items[i]);
	free(rows.items);
}

/* To stdout person by person, to a file at the end and whole. */
static int
flush(struct payroll *it, const char *path, bool is_end, struct err *err)
{
	bool to_stdout = path == NULL || strcmp(path, "-") == 0;
	int rc = 0;

	if (to_stdout) {
		rc = call_print(&it->out, err);
		str_clear(&it->out);
	} else if (is_end) {
		rc = file_save(path, it->out.data, it->out.len, 0600, err);
	}
	return rc;
}

/* --- the command ---------------------------------------------------------- */

static int
write_people(struct ctl_call *call, const struct args *args,
	const struct wire_summary *summary, struct payroll *it, struct err *err)
{
	const char *path = args_operand(args, 0);
	struct gauge gauge;
	struct str query;
	int rc = 0;

	str_init(&query, 128);
	worked_query(&summary->range, &query);
	gauge_begin(&gauge, call, "reading");
	for (size_t i = 0; rc == 0 && i < summary->count; i++) {
		const struct wire_summary_row *row = &summary->rows[i];
		struct wire_card card;

		gauge_on(&gauge, i, summary->count);
		if (worked_paid(&row->sum) == 0)
			continue;
		rc = worked_card(
			call, &row->employee, query.data, &card, NULL, err);
		if (rc < 0)
			break;
		write_card(it, &card);
		wire_card_release(&card);
		rc = flush(it, path, false, err);
	}
	gauge_end(&gauge);
	str_release(&query);
	end(it);
	return rc < 0 ? -1 : flush(it, path, true, err);
}

/* What may still change is no pay yet. */
static int
check_final(const struct args *args, const struct wire_summary *summary,
	struct err *err)
{
	char first[DATE_BYTES], last[DATE_BYTES];

	if (args_has(args, "not-final") || worked_is_closed(summary))
		return 0;
	date_format(summary->range.first, first);
	date_format(summary->range.last, last);
	return err_set(err, ERR_DATA,
		"%s to %s is not closed: close it (connectctl period close "
		"%s), or say --not-final",
		first, last, first);
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct wire_summary summary;
	struct names names = {0};
	struct payroll it = {.names = &names};
	int rc;

	if (args_has(args, "csv") && args_has(args, "json"))
		return err_set(err, ERR_USAGE, "say either --csv or --json");
	if (call_open(call, err) < 0 ||
		worked_summary(call, args, &summary, err) < 0)
		return -1;
	rc = check_final(args, &summary, err);
	if (rc == 0)
		rc = names_load(call, &names, err);
	if (rc == 0) {
		begin(&it, args);
		rc = write_people(call, args, &summary, &it, err);
		str_release(&it.out);
	}
	names_release(&names);
	wire_summary_release(&summary);
	return rc;
}

static const struct option options[] = {
	RANGE_PERIOD,
	RANGE_FROM,
	RANGE_TO,
	{.name = "csv", .help = "as CSV, as it is without --json"},
	CTL_JSON,
	{.name = "bom", .help = "begin the CSV as Excel wants it of UTF-8"},
	{.name = "not-final", .help = "also of days that are not closed"},
	CTL_NO_MORE,
};
static const struct operand operands[] = {
	{.name = "FILE", .optional = true, .completes = COMMAND_FILES},
	CTL_NO_MORE,
};

const struct command payroll_command = {
	.name = "payroll",
	.help = "what everybody is paid for, day by day and job by job",
	.options = options,
	.operands = operands,
	.run = run,
};
