#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "calendar/civil.h"
#include "table.h"

static void
members_of(
	const struct rows_view *view, const char *members[ROWS_COLUMNS_MAX + 1])
{
	size_t n = 0;

	for (; view->columns[n].title != NULL; n++)
		members[n] = view->columns[n].member;
	members[n] = NULL;
}

int
rows_load(struct ctl_call *call, const struct rows_view *view, const char *path,
	size_t max, struct wire_rows *rows_out, struct err *err)
{
	const char *members[ROWS_COLUMNS_MAX + 1];
	struct str body, at, next;
	int rc = 0;

	members_of(view, members);
	wire_rows_init(rows_out, members);
	str_init(&body, SIZE_MAX / 2);
	str_init(&at, 1024);
	str_init(&next, 1024);
	str_addz(&at, path);
	while (rc == 0 && at.len > 0 && wire_rows_count(rows_out) < max) {
		const struct office_request request = {
			.method = "GET", .path = at.data};

		str_clear(&body);
		str_clear(&next);
		rc = wait_ask(call, &request, &body, &next, err);
		if (rc == 0)
			rc = wire_rows_read(
				rows_out, body.data, body.len, view->list, err);
		str_clear(&at);
		str_addz(&at, next.data);
	}
	rows_out->members = NULL; /* all is read */
	str_release(&body);
	str_release(&at);
	str_release(&next);
	return rc;
}

void
rows_show_time(struct ctl_call *call, const char *wire, struct str *out)
{
	const struct zone *zone = app_zone(call->app);
	struct civil at;
	struct err ignored;
	int64_t ms;

	if (civil_parse_rfc3339(wire, &ms, &ignored) < 0) {
		text_clean(out, wire, strlen(wire));
		return;
	}
	if (zone != NULL)
		zone_to_local(zone, ms, &at);
	else
		civil_from_utc_ms(ms, &at);
	str_addf(out, "%04d-%02d-%02d %02d:%02d:%02d%s", at.year, at.month,
		at.day, at.hour, at.minute, at.second,
		zone != NULL ? "" : " UTC");
}

static void
add_cell(struct ctl_call *call, const struct rows_column *column,
	const char *text, struct table *table)
{
	struct str cell;

	str_init(&cell, SIZE_MAX / 2);
	if (column->is_time && text[0] != '\0')
		rows_show_time(call, text, &cell);
	else
		text_clean(&cell, text, strlen(text));
	table_add(table, cell.data);
	str_release(&cell);
}

static void
add_table(struct ctl_call *call, const struct rows_view *view,
	const struct wire_rows *rows, struct str *out)
{
	struct table *table = table_new(rows->columns);

	for (size_t c = 0; c < rows->columns; c++)
		table_add(table, view->columns[c].title);
	for (size_t row = 0; row < wire_rows_count(rows); row++)
		for (size_t c = 0; c < rows->columns; c++)
			add_cell(call, &view->columns[c],
				wire_rows_cell(rows, row, c), table);
	table_write(table, out);
	table_free(&table);
}

int
rows_print(struct ctl_call *call, const struct rows_view *view,
	struct wire_rows *rows, bool as_json, struct err *err)
{
	struct str out;
	int rc;

	str_init(&out, SIZE_MAX / 2);
	if (as_json) {
		jsonout_array_end(&rows->json);
		str_add(&out, rows->items.data, rows->items.len);
		str_addc(&out, '\n');
	} else {
		add_table(call, view, rows, &out);
	}
	if (wire_rows_count(rows) == 0)
		call_say(view->none);
	rc = call_print(&out, err);
	str_release(&out);
	return rc;
}

int
rows_find_id(const struct wire_rows *rows, size_t called, size_t id,
	const char *words, struct id *id_out, struct err *err)
{
	const char *found = words;
	struct err ignored;

	for (size_t row = 0; row < wire_rows_count(rows); row++) {
		if (strcmp(wire_rows_cell(rows, row, called), words) != 0)
			continue;
		if (found != words)
			return err_set(err, ERR_AMBIGUOUS,
				"several are called \"%.40s\": say its id",
				words);
		found = wire_rows_cell(rows, row, id);
	}
	if (id_parse(found, id_out, &ignored) == 0)
		return 0;
	return err_set(err, ERR_NOT_FOUND,
		"\"%.40s\" is none of those that list shows", words);
}
