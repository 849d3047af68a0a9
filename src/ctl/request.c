/* Punches that people missed, and ask for. */
#include "commands.h"
#include "waiting.h"

enum column {
	COLUMN_SEQ,
	COLUMN_EMPLOYEE,
	COLUMN_ID = 9
};
static const struct rows_column columns[] = {
	{"No.", "seq", false},
	{"Employee", "employee", false},
	{"Press", "press", false},
	{"At", "at", true},
	{"Location", "location", false},
	{"Cost code", "cost_code", false},
	{"Comment", "comment", false},
	{"State", "state", false},
	{"Reason", "reason", false},
	{"Id", "id", false},
	{NULL, NULL, false},
};
static const struct rows_view view = {
	"items", columns, "nobody asks for a punch"};
static const struct waiting asked = {
	.noun = "request",
	.path = "/v1/requests",
	.list = "/v1/requests?state=waits&limit=1000",
	.view = &view,
	.seq = COLUMN_SEQ,
	.employee = COLUMN_EMPLOYEE,
	.id = COLUMN_ID,
	.tries = true,
};

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	return waiting_list(ctx, args, &asked,
		args_has(args, "all") ? "/v1/requests?limit=1000" : asked.list,
		err);
}

static int
run_accept(void *ctx, const struct args *args, struct err *err)
{
	return waiting_decide(ctx, args, &asked, "accept", "accepted", err);
}

static int
run_decline(void *ctx, const struct args *args, struct err *err)
{
	return waiting_decide(ctx, args, &asked, "decline", "declined", err);
}

static const struct option list_options[] = {
	{.name = "all", .help = "those that were decided, too"}, CTL_JSON,
	CTL_NO_MORE};
static const struct option accept_options[] = {
	WAITING_ACCEPT_REASON, CTL_DRY_RUN, CTL_NO_MORE};
static const struct option decline_options[] = {
	WAITING_DECLINE_REASON, CTL_DRY_RUN, CTL_NO_MORE};
static const struct operand which[] = {{.name = "NUMBER"}, CTL_NO_MORE};
static const struct command list_command = {
	.name = "list",
	.help = "those that nobody decided of yet",
	.options = list_options,
	.run = run_list,
};
static const struct command accept_command = {
	.name = "accept",
	.help = "add the punch to the card: it is a correction",
	.options = accept_options,
	.operands = which,
	.run = run_accept,
};
static const struct command decline_command = {
	.name = "decline",
	.help = "let the punch not count",
	.options = decline_options,
	.operands = which,
	.run = run_decline,
};
static const struct command *const subs[] = {
	&list_command, &accept_command, &decline_command, NULL};

const struct command commands_request = {
	.name = "request",
	.help = "punches that people missed, and ask for",
	.subs = subs,
};
