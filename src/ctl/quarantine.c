/* Punches that are held for review. */
#include "commands.h"
#include "waiting.h"

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

static const struct waiting held = {
	.noun = "punch",
	.path = "/v1/quarantine",
	.list = "/v1/quarantine?limit=1000",
	.view = &view,
	.seq = COLUMN_SEQ,
	.employee = COLUMN_EMPLOYEE,
	.id = COLUMN_ID,
};

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	return waiting_list(ctx, args, &held, held.list, err);
}

static int
run_accept(void *ctx, const struct args *args, struct err *err)
{
	return waiting_decide(ctx, args, &held, "accept", "accepted", err);
}

static int
run_decline(void *ctx, const struct args *args, struct err *err)
{
	return waiting_decide(ctx, args, &held, "decline", "declined", err);
}

static const struct option list_options[] = {CTL_JSON, CTL_NO_MORE};
static const struct option accept_options[] = {
	WAITING_ACCEPT_REASON, CTL_NO_MORE};
static const struct option decline_options[] = {
	WAITING_DECLINE_REASON, CTL_NO_MORE};
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
