/* Approvals of cards: given, and taken back. */
#include <string.h>

#include "commands.h"
#include "core/approval.h"
#include "names.h"
#include "range.h"

static const char *const levels[] = {
#define X(name, number, wire, title) [APPROVAL_##name] = (wire),
	APPROVALS(X)
#undef X
		NULL};

static int
ask(struct ctl_call *call, const struct args *args, const char *method,
	const struct id *employee, struct err *err)
{
	const char *day;
	char id[ID_TEXT_BYTES];
	struct office_request request = {.method = method};
	struct str path;
	int rc;

	if (range_day(args, "period", &day, err) < 0)
		return -1;
	str_init(&path, 1024);
	str_addf(&path, "/v1/time-cards/%s/approvals/%s",
		id_format(employee, id), args_text(args, "level"));
	str_addf(&path, "?period=%s", day);
	request.path = path.data;
	rc = wait_ask(call, &request, NULL, NULL, err);
	str_release(&path);
	return rc;
}

/* "card of 0104 Dana Whitfield approved: supervisor" */
static int
decide(struct ctl_call *call, const struct args *args, const char *method,
	const char *done, struct err *err)
{
	struct names names = {0};
	struct id employee;
	struct str said;
	int rc;

	if (call_open(call, err) < 0)
		return -1;
	str_init(&said, 8192);
	rc = names_load(call, &names, err);
	if (rc == 0)
		rc = names_find(&names, ENTRY_EMPLOYEE, args_operand(args, 0),
			&employee, err);
	if (rc == 0)
		rc = ask(call, args, method, &employee, err);
	if (rc == 0) {
		str_addz(&said, "card of ");
		names_label(&names, ENTRY_EMPLOYEE, &employee, &said);
		str_addf(&said, " %s: %s\n", done, args_text(args, "level"));
		rc = call_print(&said, err);
	}
	str_release(&said);
	names_release(&names);
	return rc;
}

static int
run_approve(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "POST", "approved", err);
}

static int
run_unapprove(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "DELETE", "approved no more", err);
}

static const struct option options[] = {
	{.name = "level",
		.arg = "WORD",
		.help = "as whom, in this order",
		.words = levels,
		.required = true},
	{.name = "period",
		.arg = "DATE",
		.help = "the pay period that holds this day",
		.required = true},
	CTL_NO_MORE,
};
static const struct operand which[] = {
	{.name = "WHICH", .completes = "employees"}, CTL_NO_MORE};

const struct command commands_approve = {
	.name = "approve",
	.help = "stand for somebody's time card of a pay period",
	.options = options,
	.operands = which,
	.run = run_approve,
};
const struct command commands_unapprove = {
	.name = "unapprove",
	.help = "take an approval back, the last one first",
	.options = options,
	.operands = which,
	.run = run_unapprove,
};
