/* Who changed what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "calendar/civil.h"
#include "calendar/date.h"
#include "calendar/zone.h"
#include "commands.h"
#include "core/employee.h"
#include "core/location.h"
#include "kinds.h"
#include "rows.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000000
#define PAGE_MAX 1000

enum column {
	COLUMN_WHAT = 2,
	COLUMN_OF,
	COLUMN_BEFORE,
	COLUMN_AFTER,
	COLUMN_ABOUT
};
static const struct rows_column columns[] = {
	{"At", "at", true},
	{"By", "by", false},
	{"What", "what", false},
	{"Of", "subject", false},
	{"Before", "old", false},
	{"After", "new", false},
	{"", "about", false}, /* goes where the subject stands */
	{NULL, NULL, false},
};
static const struct rows_view view = {"items", columns, "no change fits"};

/* --- for people ----------------------------------------------------------- */

/* What is done to somebody's card. */
static bool
is_about_card(const char *what)
{
	static const char *const beginnings[] = {"punch.", "request.", "card."};

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (strncmp(what, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

/* Whether "cost_code.name" is about this kind; a kiosk's code is of where it
 * is to stand. */
static bool
is_about(const char *what, const struct description *of)
{
	const char *title = of->title;

	if (is_about_card(what))
		return of == &employee_description;
	if (strcmp(what, "kiosk.code") == 0)
		return of == &location_description;
	for (; *title != '\0'; title++, what++)
		if (*what != (*title == ' ' ? '_' : *title))
			return false;
	return *what == '.';
}

static void
replace(struct wire_rows *rows, size_t row, size_t column, const char *text)
{
	char **cell = &rows->cells[row * rows->columns + column];

	free(*cell);
	*cell = mem_dupz(text);
}

/* What it is called now instead of its id. */
static void
name_subject(struct ctl_call *call, const struct description *of,
	struct wire_rows *rows, size_t row)
{
	const void *record = NULL;
	struct str label;
	struct err ignored;
	struct id id;

	if (id_parse(wire_rows_cell(rows, row, COLUMN_OF), &id, &ignored) == 0)
		record = office_record(call->office, of, &id);
	if (record == NULL)
		return;
	str_init(&label, SIZE_MAX / 2);
	office_label(of, record, &label);
	replace(rows, row, COLUMN_OF, label.data);
	str_release(&label);
}

/* A whole record is shown by show; what is no record the service names. */
static void
shorten(struct wire_rows *rows, size_t row)
{
	const char *about = wire_rows_cell(rows, row, COLUMN_ABOUT);

	if (about[0] != '\0')
		replace(rows, row, COLUMN_OF, about);
	replace(rows, row, COLUMN_ABOUT, "");
	for (size_t column = COLUMN_BEFORE; column <= COLUMN_AFTER; column++)
		if (wire_rows_cell(rows, row, column)[0] == '{')
			replace(rows, row, column, "");
}

/* Of the kinds that there are changes of, and that one may see. */
static int
add_names(struct ctl_call *call, struct wire_rows *rows, struct err *err)
{
	size_t count;
	const struct kind *kinds = kinds_table(&count);

	for (size_t i = 0; i < count; i++) {
		const struct description *of = kinds[i].of;

		for (size_t row = 0; row < wire_rows_count(rows); row++) {
			if (!is_about(
				    wire_rows_cell(rows, row, COLUMN_WHAT), of))
				continue;
			if (!office_has(call->office, of) &&
				wait_load(call, of, err) < 0 &&
				err->kind != ERR_PERMISSION)
				return -1;
			name_subject(call, of, rows, row);
			if (!office_has(call->office, of))
				break;
		}
	}
	for (size_t row = 0; row < wire_rows_count(rows); row++)
		shorten(rows, row);
	return 0;
}

/* --- the command ---------------------------------------------------------- */

/* "2026-11-16" is the beginning of that day in the company's zone. */
static int
add_since(struct ctl_call *call, const char *words, struct str *path,
	struct err *err)
{
	const struct zone *zone = app_zone(call->app);
	struct civil day = {0};
	char text[CIVIL_RFC3339_BYTES];
	int64_t ms;
	char end;

	if (sscanf(words, "%4d-%2d-%2d%c", &day.year, &day.month, &day.day,
		    &end) == 3 &&
		civil_is_valid(&day))
		ms = zone != NULL
			     ? zone_date_start_ms(zone, date_from_civil(&day))
			     : civil_to_utc_ms(&day);
	else if (civil_parse_rfc3339(words, &ms, err) < 0)
		return err_set(err, ERR_USAGE,
			"--since: is neither a day (2026-11-16) nor a time of "
			"RFC 3339");
	str_addf(path, "&since=%s", civil_format_rfc3339(ms, text));
	return 0;
}

static int
add_author(struct ctl_call *call, const char *words, struct str *path,
	struct err *err)
{
	const void *record;
	char text[ID_TEXT_BYTES];

	if (wait_load(call, &employee_description, err) < 0 ||
		words_find(call, &employee_description, words, &record, err) <
			0)
		return -1;
	str_addf(path, "&author=%s",
		id_format(&((const struct record *)record)->id, text));
	return 0;
}

static int
list(struct ctl_call *call, const struct args *args, struct str *path,
	struct err *err)
{
	const char *since = args_text(args, "since");
	const char *by = args_text(args, "by");
	long long limit = args_number(args, "limit", LIMIT_DEFAULT);
	struct wire_rows rows;
	int rc;

	str_addf(path, "/v1/audit?limit=%lld",
		limit < PAGE_MAX ? limit : PAGE_MAX);
	if ((since != NULL && add_since(call, since, path, err) < 0) ||
		(by != NULL && add_author(call, by, path, err) < 0))
		return -1;
	rc = rows_load(call, &view, path->data, (size_t)limit, &rows, err);
	if (rc == 0 && !args_has(args, "json"))
		rc = add_names(call, &rows, err);
	if (rc == 0)
		rc = rows_print(
			call, &view, &rows, args_has(args, "json"), err);
	wire_rows_release(&rows);
	return rc;
}

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct str path;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	str_init(&path, 1024);
	rc = list(call, args, &path, err);
	str_release(&path);
	return rc;
}

static const struct option options[] = {
	{.name = "by",
		.arg = "NAME",
		.help = "what this employee changed",
		.completes = "employees"},
	{.name = "since", .arg = "TIME", .help = "from this day or time on"},
	{.name = "limit",
		.arg = "N",
		.help = "so many, the newest (100)",
		.min = 1,
		.max = LIMIT_MAX},
	CTL_JSON,
	CTL_NO_MORE,
};
static const struct command list_command = {
	.name = "list",
	.help = "the changes, the newest first",
	.options = options,
	.run = run_list,
};
static const struct command *const subs[] = {&list_command, NULL};

const struct command commands_audit = {
	.name = "audit",
	.help = "who changed what, and when",
	.subs = subs,
};
