#include "app/board_lines.h"
#include "hours.h"

/* Who is in, where, since when. */

static void
print_as_asked(const struct args *args, const struct hours_board *board,
	const struct board_look *look, struct str *out)
{
	struct sheet sheet;

	if (args_has(args, "json")) {
		board_json(board, look, out);
		return;
	}
	sheet_init(&sheet);
	if (args_has(args, "list"))
		board_list(board, look, &sheet);
	else
		board_lines(board, look, &sheet);
	sheet_print(&sheet, out);
	sheet_release(&sheet);
}

static int
settle_look(struct cli_call *call, const struct args *args,
	struct board_look *look, struct err *err)
{
	const char *location = args_text(args, "location");
	const struct account *account;
	struct stamp now;

	if (hours_signed_in(call, &account, err) < 0 ||
		app_now(call->app, &now, err) < 0)
		return -1;
	look->cols = hours_cols();
	look->filter = args_operand(args, 0);
	look->now_ms = app_reckon(call->app, &now);
	if (location == NULL)
		return 0;
	return hours_resolve(
		call, ENTRY_LOCATION, location, &look->location, err);
}

static int
run_board(void *ctx, const struct args *args, struct err *err)
{
	const struct hours_ask ask = {.what = HOURS_BOARD};
	struct cli_call *call = ctx;
	struct board_look look = {.filter = NULL};
	struct hours_board *board;
	struct err why = {0};
	struct str text;
	int rc;

	if (args_has(args, "json") && args_has(args, "list"))
		return err_set(
			err, ERR_USAGE, "--json and --list do not go together");
	if (cli_open_app(call, err) < 0 ||
		settle_look(call, args, &look, err) < 0 ||
		hours_fetch(call, &ask, &why, err) < 0)
		return -1;
	if (hours_board(call->app, &board, err) < 0) {
		if (why.kind != ERR_NONE)
			*err = why;
		return -1;
	}
	if (why.kind != ERR_NONE)
		cli_say(why.text);
	str_init(&text, SIZE_MAX / 2);
	print_as_asked(args, board, &look, &text);
	rc = cli_print(&text, err);
	str_release(&text);
	hours_board_free(&board);
	return rc;
}

static const struct option board_options[] = {
	{.name = "location",
		.letter = 'l',
		.arg = "LOCATION",
		.help = "those who are there alone",
		.completes = LIST_LOCATIONS},
	{.name = "list",
		.help = "by location, each with a box to tick, on paper"},
	CLI_JSON,
	CLI_NO_MORE,
};
static const struct operand board_operands[] = {
	{.name = "TEXT", .optional = true},
	CLI_NO_MORE,
};

const struct command cli_board = {
	.name = "board",
	.help = "who is in, where, since when",
	.options = board_options,
	.operands = board_operands,
	.run = run_board,
};
