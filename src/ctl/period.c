/* Pay periods: which there are, closing one, reopening it. */
#include "commands.h"

#include "calendar/date.h"
#include "rows.h"

#define ALL ((size_t)-1)

static const struct rows_column columns[] = {
	{"First day", "first", false},
	{"Last day", "last", false},
	{"Closed", "closed", false},
	{"Over", "over", false},
	{NULL, NULL, false},
};
static const struct rows_view view = {"items", columns,
	"there are no pay periods; connectctl company set "
	"pay-period=weekly makes them"};

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	struct wire_rows rows;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	rc = rows_load(call, &view, "/v1/periods", ALL, &rows, err);
	if (rc == 0)
		rc = rows_print(
			call, &view, &rows, args_has(args, "json"), err);
	wire_rows_release(&rows);
	return rc;
}

static int
post(struct ctl_call *call, const struct args *args, const char *what,
	struct err *err)
{
	const char *reason = args_text(args, "reason");
	struct office_request request = {.method = "POST"};
	struct jsonout json;
	struct str path, body;
	int rc;

	str_init(&path, 256);
	str_init(&body, 65536);
	jsonout_init(&json, &body);
	jsonout_object(&json, NULL);
	if (reason != NULL)
		jsonout_text(&json, "reason", reason);
	jsonout_object_end(&json);
	str_addf(&path, "/v1/periods/%s/%s", args_operand(args, 0), what);
	request.path = path.data;
	request.body = &body;
	rc = wait_ask(call, &request, NULL, NULL, err);
	str_release(&path);
	str_release(&body);
	return rc;
}

static int
decide(struct ctl_call *call, const struct args *args, const char *what,
	const char *done, struct err *err)
{
	const char *day = args_operand(args, 0);
	struct str said;
	int32_t date;
	int rc;

	if (date_parse(day, &date, err) < 0)
		return err_set(err, ERR_USAGE,
			"\"%.40s\" is no day such as 2026-11-16", day);
	if (call_open(call, err) < 0 || post(call, args, what, err) < 0)
		return -1;
	str_init(&said, 256);
	str_addf(&said, "pay period of %s %s\n", day, done);
	rc = call_print(&said, err);
	str_release(&said);
	return rc;
}

static int
run_close(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "close", "closed", err);
}

static int
run_reopen(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "reopen", "reopened", err);
}

static const struct option list_options[] = {CTL_JSON, CTL_NO_MORE};
static const struct option reason_options[] = {
	{.name = "reason", .arg = "TEXT", .help = "why, for the audit"},
	CTL_NO_MORE};
static const struct operand day[] = {{.name = "DATE"}, CTL_NO_MORE};
static const struct command list_command = {
	.name = "list",
	.help = "the last ones, and which of them are closed",
	.options = list_options,
	.run = run_list,
};
static const struct command close_command = {
	.name = "close",
	.help = "close the one that holds this day: nothing of it changes",
	.options = reason_options,
	.operands = day,
	.run = run_close,
};
static const struct command reopen_command = {
	.name = "reopen",
	.help = "let it change again",
	.options = reason_options,
	.operands = day,
	.run = run_reopen,
};
static const struct command *const subs[] = {
	&list_command, &close_command, &reopen_command, NULL};

const struct command commands_period = {
	.name = "period",
	.help = "pay periods, and which are closed",
	.subs = subs,
};
