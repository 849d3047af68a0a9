/* A punch of one's own that is missing: whoever may decide is asked for it. */
#include <stdlib.h>

#include "app/missed.h"
#include "base/mem.h"
#include "desk.h"
#include "hours.h"
#include "request.h"
#include "settle.h"
#include "when.h"

#define LINE_BYTES 1024
#define BODY_BYTES 16384

static int
print_state(const struct cli_call *call, const struct missed *missed,
	enum request_state state, int64_t now_ms, struct err *err)
{
	struct str text;
	int rc;

	str_init(&text, LINE_BYTES);
	missed_say(&text, call->app, missed, state, now_ms);
	str_addc(&text, '\n');
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

int
request_ask(struct cli_call *call, const struct missed *missed, int64_t now_ms,
	struct err *err)
{
	struct office_request request = {.method = "POST", .path = MISSED_PATH};
	enum request_state state;
	struct str body, answer;
	int rc;

	str_init(&body, BODY_BYTES);
	str_init(&answer, BODY_BYTES);
	request.body = &body;
	rc = missed_write(call->app, missed, &body, err);
	if (rc == 0)
		rc = desk_ask(call, &request, &answer, err);
	if (rc == 0)
		rc = missed_read(&answer, &state, err);
	if (rc == 0)
		rc = print_state(call, missed, state, now_ms, err);
	else
		(void)err_wrap(err, "NOT ASKED FOR");
	str_release(&body);
	str_release(&answer);
	return rc;
}

/* Which button, when, on what: as a press is settled. */
static int
settle(struct cli_call *call, struct settled *settled, struct err *err)
{
	const char *press = args_operand(call->args, 0);
	const struct account *account;

	if (punch_kind_parse(press, &settled->press.kind, err) < 0 ||
		hours_signed_in(call, &account, err) < 0)
		return -1;
	settled->press.count = 1;
	settled->employees[0] = account->person.id;
	if (settle_key(call, settled, err) < 0 ||
		settle_look(call, settled, err) < 0 ||
		when_settle(call, settled, err) < 0)
		return -1;
	if (settled->press.kind == PUNCH_GO)
		return settle_job(call, settled, err);
	if (!args_has(call->args, "location") &&
		!args_has(call->args, "cost-code"))
		return 0;
	return err_set(
		err, ERR_USAGE, "--location and --cost-code are of go alone");
}

static int
run_request(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct settled *settled;
	struct missed missed;
	int rc;

	call->args = args;
	if (cli_open_app(call, err) < 0)
		return -1;
	settled = mem_new(1, sizeof(*settled));
	app_begin_read(call->app);
	rc = settle(call, settled, err);
	app_end_read(call->app);
	missed = (struct missed){
		.press = settled->press.kind,
		.at_ms = settled->press.chosen_ms,
		.location = settled->press.location,
		.cost_code = settled->press.cost_code,
		.comment = args_text(args, "comment"),
	};
	if (rc == 0)
		rc = request_ask(call, &missed, settled->faces[0].now_ms, err);
	free(settled);
	return rc;
}

static const char *const presses[] = {"go", "stop", "meal", "resume", NULL};
static const struct option request_options[] = {
	{.name = "at",
		.arg = "TIME",
		.help = "when it should have been: 16:30, yesterday 16:30",
		.required = true},
	{.name = "location",
		.letter = 'l',
		.arg = "NAME",
		.help = "of go: where",
		.completes = LIST_LOCATIONS},
	{.name = "cost-code",
		.letter = 'c',
		.arg = "NAME",
		.help = "of go: on what",
		.completes = LIST_COST_CODES},
	{.name = "comment",
		.letter = 'm',
		.arg = "TEXT",
		.help = "why it is missing"},
	CLI_NO_MORE,
};
static const struct operand which[] = {
	{.name = "PRESS", .words = presses}, CLI_NO_MORE};

const struct command cli_request = {
	.name = "request",
	.help = "ask for a punch that is missing",
	.options = request_options,
	.operands = which,
	.run = run_request,
};
