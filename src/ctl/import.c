/* Many records from a file: each line is a new one, a change, or wrong, and
 * none stops the others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "commands.h"
#include "doubles.h"
#include "gauge.h"
#include "kinds.h"
#include "report.h"
#include "wire/record_csv.h"

#define FILE_BYTES ((size_t)256 * 1024 * 1024)

struct import {
	struct ctl_call *call;
	const struct kind *kind;
	bool dry_run;
	struct str file;
	struct csv csv;
	const struct field *columns[WIRE_COLUMNS_MAX];
	struct doubles *doubles;
	void *row; /* as the line has it */
	struct report report;
};

/* --- names: nothing is guessed in a file ---------------------------------- */

static int
find(void *ctx, const struct description *of, const char *words,
	struct id *id_out, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct record *record;
	struct str shown;
	bool several;

	record = office_exact(call->office, of, words, &several);
	if (record != NULL) {
		*id_out = record->id;
		return 0;
	}
	str_init(&shown, ERR_TEXT_BYTES / 2);
	text_clean(&shown, words, strlen(words));
	err_set(err, ERR_DATA, "%s %s is called \"%s\"",
		several ? "more than one" : "no", of->title, shown.data);
	str_release(&shown);
	return -1;
}

/* --- a line --------------------------------------------------------------- */

/* Nothing in a column of numbers, words or yes and no says nothing. */
static field_set
given_by(const struct import *import)
{
	const struct description *of = import->kind->of;
	field_set given = 0;

	for (size_t i = 0; import->columns[i] != NULL; i++) {
		const struct field *field = import->columns[i];
		bool silent = field->type == FIELD_BOOL ||
			      field->type == FIELD_INT ||
			      field->type == FIELD_WORD;

		if (!silent || import->csv.values[i][0] != '\0')
			given |= (field_set)1 << (field - of->fields);
	}
	return given;
}

/* The same text in a spreadsheet would be a formula. */
static bool
has_formula(const struct csv *csv)
{
	for (size_t i = 0; i < csv->count; i++)
		if (csv->values[i][0] != '\0' &&
			strchr("=+-@", csv->values[i][0]) != NULL)
			return true;
	return false;
}

/* A trial: the service does not know what earlier lines would have made. */
static bool
is_supposed(const struct import *import, const struct id *id)
{
	const struct record *record =
		office_record(import->call->office, import->kind->of, id);

	return record != NULL && record->version == 0;
}

static void
leave_supposed(
	const struct import *import, const struct description *of, void *record)
{
	for (size_t i = 0; import->dry_run && i < of->count; i++) {
		const struct field *field = &of->fields[i];
		struct field_list *list;
		size_t known = 0;

		if (field->type != FIELD_LIST || field->of != of)
			continue;
		list = field_list(field, record);
		for (size_t n = 0; n < list->count; n++)
			if (!is_supposed(import, &list->ids[n]))
				list->ids[known++] = list->ids[n];
		list->count = known;
	}
}

/* Sends it; what is wrong names its column. */
static int
send(struct import *import, const struct office_edit *edit, bool is_new,
	struct err *err)
{
	void *after = mem_new(1, edit->of->bytes);
	const struct field *wrong;
	int rc = wait_edit(import->call, edit, is_new, after, &wrong, err);

	if (wrong != NULL)
		(void)err_wrap(err, "%s", wrong->name);
	field_release(edit->of, after);
	free(after);
	return rc;
}

static int
create(struct import *import, const struct office_edit *asked, struct err *err)
{
	struct record *row = import->row;

	leave_supposed(import, asked->of, row);
	if (office_make_id(import->call->office, &row->id, err) < 0 ||
		send(import, asked, true, err) < 0)
		return -1;
	if (import->dry_run)
		office_suppose(import->call->office, asked->of, row);
	report_line(&import->report, REPORT_CREATE, row,
		has_formula(&import->csv) ? "text kept as text" : "");
	return 0;
}

/* No file gives the switch of administrators, and none takes it. */
static void
keep_administrators(const struct office_edit *edit, const void *twin)
{
	for (size_t i = 0; i < edit->of->count; i++) {
		const struct field *field = &edit->of->fields[i];

		if (field->type == FIELD_LEVELS)
			*field_levels(field, edit->record) |=
				*field_levels(field, twin) &
				PERMISSION_SET(ADMINISTRATOR);
	}
}

static int
update(struct import *import, const struct office_edit *asked, const void *twin,
	struct err *err)
{
	const struct description *of = asked->of;
	void *made = mem_new(1, of->bytes);
	struct office_edit change = *asked;
	int rc = 0;

	*(struct record *)made = *(const struct record *)twin;
	(void)field_copy(of, made, twin, ~(field_set)0);
	keep_administrators(asked, twin);
	change.record = made;
	change.given = field_copy(of, made, asked->record, asked->given);
	if (change.given != 0 && ((struct record *)made)->version != 0) {
		leave_supposed(import, of, made);
		rc = send(import, &change, false, err);
	}
	if (rc == 0)
		report_line(&import->report,
			change.given != 0 ? REPORT_UPDATE : REPORT_UNCHANGED,
			made, "");
	field_release(of, made);
	free(made);
	return rc;
}

static int
read_line(struct import *import, struct err *err)
{
	const struct field_names names = {.find = find, .ctx = import->call};
	char head[32];
	size_t len;

	if (wire_record_csv_read(import->kind->of, &import->csv,
		    import->columns, &names, import->row, err) == 0)
		return 0;
	/* the report has the number of the line in a place of its own */
	len = (size_t)snprintf(
		head, sizeof(head), "line %zu", import->csv.line);
	if (strncmp(err->text, head, len) == 0 && strlen(err->text) > len + 2)
		memmove(err->text, err->text + len + 2,
			strlen(err->text) - len - 1);
	return -1;
}

static int
take_line(struct import *import, struct err *err)
{
	struct office_edit asked = {
		.of = import->kind->of,
		.record = import->row,
		.dry_run = import->dry_run,
	};
	const struct field *doubled;
	const void *twin;
	size_t earlier;
	bool several;

	if (read_line(import, err) < 0)
		return -1;
	doubled = doubles_find(import->doubles, &import->csv, &earlier);
	if (doubled != NULL)
		return err_set(err, ERR_DATA, "%s: stands on line %zu, too",
			doubled->name, earlier);
	asked.given = given_by(import);
	twin = office_twin(
		import->call->office, asked.of, import->row, &several);
	if (several)
		return err_set(err, ERR_DATA,
			"several %s are called so, and it has no number",
			import->kind->list);
	return twin == NULL ? create(import, &asked, err)
			    : update(import, &asked, twin, err);
}

/* What is wrong with one line is not with the next. */
static bool
is_of_line(const struct err *err)
{
	return err->kind == ERR_DATA || err->kind == ERR_NOT_FOUND ||
	       err->kind == ERR_PERMISSION || err->kind == ERR_BUSY;
}

static int
take_lines(struct import *import, struct gauge *gauge, struct err *err)
{
	bool found = false;

	for (size_t done = 0;; done++) {
		gauge_on(gauge, done, import->report.rows);
		if (csv_next(&import->csv, &found, err) < 0)
			return -1;
		if (!found)
			return 0;
		report_at(&import->report, import->csv.line);
		if (take_line(import, err) < 0) {
			if (!is_of_line(err))
				return -1;
			report_wrong(&import->report, err->text);
			err_clear(err);
		}
		field_release(import->kind->of, import->row);
	}
}

/* --- the file ------------------------------------------------------------- */

/* Its first line, and then all of it once: what is no CSV changes nothing. */
static int
read_head(struct import *import, struct err *err)
{
	bool found = false;
	size_t rows;

	csv_release(&import->csv);
	csv_init(&import->csv, import->file.data, import->file.len);
	if (csv_next(&import->csv, &found, err) < 0)
		return -1;
	if (!found)
		return err_set(err, ERR_DATA, "the file is empty");
	if (wire_record_csv_columns(
		    import->kind->of, &import->csv, import->columns, err) < 0 ||
		doubles_new(import->file.data, import->file.len,
			import->columns, &import->doubles, &rows, err) < 0)
		return -1;
	report_expect(&import->report, rows);
	return 0;
}

static int
run(struct import *import, const char *path, struct err *err)
{
	struct gauge gauge;
	int rc;

	if (file_load(path, FILE_BYTES, &import->file, err) < 0 ||
		read_head(import, err) < 0 ||
		call_open(import->call, err) < 0 ||
		app_wait_on_signals(import->call->app, err) < 0 ||
		wait_load(import->call, import->kind->of, err) < 0)
		return -1;
	gauge_begin(&gauge, import->call, "importing");
	rc = take_lines(import, &gauge, err);
	gauge_end(&gauge);
	if (report_print(&import->report, err) < 0)
		return -1;
	if (import->report.counts[REPORT_ERROR] > 0)
		import->call->exit_code = err_exit_code(ERR_DATA);
	return rc;
}

static int
run_import(void *ctx, const struct args *args, struct err *err)
{
	struct import import = {
		.call = ctx,
		.kind = kinds_find(args_operand(args, 0)),
		.dry_run = args_has(args, "dry-run"),
	};
	int rc;

	str_init(&import.file, FILE_BYTES);
	csv_init(&import.csv, "", 0);
	import.row = mem_new(1, import.kind->of->bytes);
	report_init(&import.report, import.kind->of, args);
	rc = run(&import, args_operand(args, 1), err);
	report_release(&import.report);
	doubles_free(&import.doubles);
	csv_release(&import.csv);
	str_release(&import.file);
	field_release(import.kind->of, import.row);
	free(import.row);
	return rc;
}

static const struct option options[] = {CTL_DRY_RUN, CTL_JSON, CTL_NO_MORE};
static const struct operand operands[] = {
	{.name = "KIND", .words = kinds_lists},
	{.name = "FILE", .completes = COMMAND_FILES},
	CTL_NO_MORE,
};

const struct command commands_import = {
	.name = "import",
	.help = "many records from a file of CSV, with a report of each line",
	.options = options,
	.operands = operands,
	.run = run_import,
};
