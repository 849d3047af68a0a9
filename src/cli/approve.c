/* The own card of a pay period: one stands for it, or no more. */
#include <stdio.h>

#include "calendar/date.h"
#include "desk.h"
#include "hours.h"

#define PATH_BYTES 160

static int
ask(struct cli_call *call, const char *method, const char *date,
	struct err *err)
{
	struct office_request request = {.method = method};
	const struct account *account;
	char id[ID_TEXT_BYTES], path[PATH_BYTES];

	if (hours_signed_in(call, &account, err) < 0)
		return -1;
	snprintf(path, sizeof(path),
		"/v1/time-cards/%s/approvals/employee?period=%s",
		id_format(&account->person.id, id), date);
	request.path = path;
	return desk_ask(call, &request, NULL, err);
}

static int
decide(struct cli_call *call, const struct args *args, const char *method,
	const char *done, struct err *err)
{
	const char *date = args_text(args, "of");
	struct str text;
	int32_t day;
	int rc;

	if (date_parse(date, &day, err) < 0)
		return err_set(err, ERR_USAGE,
			"--of wants a date, such as 2026-11-16, not \"%.40s\"",
			date);
	if (cli_open_app(call, err) < 0 || ask(call, method, date, err) < 0)
		return -1;
	str_init(&text, 256);
	str_addf(&text, "your card of the pay period of %s %s\n", date, done);
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

static int
run_approve(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "POST", "is approved", err);
}

static int
run_unapprove(void *ctx, const struct args *args, struct err *err)
{
	return decide(ctx, args, "DELETE", "is approved no more", err);
}

static const struct option options[] = {
	{.name = "of",
		.arg = "DATE",
		.help = "of the pay period that holds this date",
		.required = true},
	CLI_NO_MORE,
};

const struct command cli_approve = {
	.name = "approve",
	.help = "stand for the own card of a pay period that is over",
	.options = options,
	.run = run_approve,
};
const struct command cli_unapprove = {
	.name = "unapprove",
	.help = "take that back",
	.options = options,
	.run = run_unapprove,
};
