/* Punches that are held for review. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "commands.h"
#include "rows.h"

#define ALL ((size_t)-1)

enum column {
	COLUMN_SEQ,
	COLUMN_EMPLOYEE,
	COLUMN_ID = 7
};
static const struct rows_column columns[] = {
	{"No.", "seq", false},
	{"Employee", "employee", false},
	{"Kind", "kind", false},
	{"At", "at", true},
	{"Why", "why", false},
	{"Location", "location", false},
	{"Cost code", "cost_code", false},
	{"Id", "id", false},
	{NULL, NULL, false},
};
static const struct rows_view view = {
	"items", columns, "nothing is held for review"};

static int
load(struct ctl_call *call, struct wire_rows *rows_out, struct err *err)
{
	return rows_load(
		call, &view, "/v1/quarantine?limit=1000", ALL, rows_out, err);
}

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct wire_rows rows;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	rc = load(call, &rows, err);
	if (rc == 0)
		rc = rows_print(
			call, &view, &rows, args_has(args, "json"), err);
	wire_rows_release(&rows);
	return rc;
}

/* The row of this id: "punch 21 of 0104 Dana Whitfield". */
static void
add_label(const struct wire_rows *rows, const struct id *id, struct str *out)
{
	char text[ID_TEXT_BYTES];

	id_format(id, text);
	for (size_t row = 0; row < wire_rows_count(rows); row++) {
		const char *of = wire_rows_cell(rows, row, COLUMN_EMPLOYEE);

		if (strcmp(wire_rows_cell(rows, row, COLUMN_ID), text) != 0)
			continue;
		str_addf(out, "punch %s of ",
			wire_rows_cell(rows, row, COLUMN_SEQ));
		text_clean(out, of, strlen(of));
		return;
	}
	str_addf(out, "punch %s", text);
}

/* By its number in the list, or its id; and how it is called. */
static int
find(struct ctl_call *call, const char *words, struct id *id_out,
	struct str *label, struct err *err)
{
	struct wire_rows rows;
	int rc = load(call, &rows, err);

	if (rc == 0)
		rc = rows_find_id(
			&rows, COLUMN_SEQ, COLUMN_ID, words, id_out, err);
	if (rc == 0)
		add_label(&rows, id_out, label);
	wire_rows_release(&rows);
	return rc;
}

static int
post(struct ctl_call *call, const struct args *args, const struct id *id,
	const char *what, struct err *err)
{
	const char *reason = args_text(args, "reason");
	struct office_request request = {.method = "POST"};
	char text[ID_TEXT_BYTES];
	char path[128];
	struct jsonout json;
	struct str body;
	int rc;

	str_init(&body, 4096);
	jsonout_init(&json, &body);
	jsonout_object(&json, NULL);
	if (reason != NULL)
		jsonout_text(&json, "reason", reason);
	jsonout_object_end(&json);
	snprintf(path, sizeof(path), "/v1/quarantine/%s/%s",
		id_format(id, text), what);
	request.path = path;
	request.body = &body;
	rc = wait_ask(call, &request, NULL, NULL, err);
	str_release(&body);
	if (rc < 0 && err->kind == ERR_BUSY)
		return err_set(err, ERR_BUSY,
			"somebody decided otherwise meanwhile; connectctl "
			"audit list shows who");
	return rc;
}

static int
decide(struct ctl_call *call, const struct args *args, const char *what,
	const char *done, struct err *err)
{
	struct str said;
	struct id id;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	str_init(&said, 4096);
	rc = find(call, args_operand(args, 0), &id, &said, err);
	if (rc == 0)
		rc = post(call, args, &id, what, err);
	str_addf(&said, " %s\n", done);
	if (rc == 0)
		rc = call_print(&said, err);
	str_release(&said);
	return rc;
}

static int
run_accept(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "accept", "accepted", err);
}

static int
run_decline(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "decline", "declined", err);
}

static const struct option list_options[] = {CTL_JSON, CTL_NO_MORE};
static const struct option accept_options[] = {
	{.name = "reason", .arg = "TEXT", .help = "why, for the audit"},
	CTL_NO_MORE};
static const struct option decline_options[] = {
	{.name = "reason",
		.arg = "TEXT",
		.help = "why, for the person",
		.required = true},
	CTL_NO_MORE};
static const struct operand which[] = {{.name = "NUMBER"}, CTL_NO_MORE};
static const struct command list_command = {
	.name = "list",
	.help = "those that nobody decided of yet",
	.options = list_options,
	.run = run_list,
};
static const struct command accept_command = {
	.name = "accept",
	.help = "let one count, at the time that it has",
	.options = accept_options,
	.operands = which,
	.run = run_accept,
};
static const struct command decline_command = {
	.name = "decline",
	.help = "let one never count",
	.options = decline_options,
	.operands = which,
	.run = run_decline,
};
static const struct command *const subs[] = {
	&list_command, &accept_command, &decline_command, NULL};

const struct command commands_quarantine = {
	.name = "quarantine",
	.help = "punches that are held for review",
	.subs = subs,
};
