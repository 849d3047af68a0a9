#include "app/card_lines.h"

#include <string.h>

#include "app/card_out.h"
#include "calendar/date.h"
#include "hours.h"

/* One's time card, or that of somebody in one's viewset. */

static int
read_date(const struct args *args, const char *name, int32_t *date_out,
	struct err *err)
{
	const char *text = args_text(args, name);

	if (date_parse(text, date_out, err) == 0)
		return 0;
	return err_set(err, ERR_USAGE,
		"--%s wants a date, such as 2026-11-16, not \"%s\"", name,
		text);
}

static int
count_ranges(const struct args *args)
{
	return args_has(args, "week") + args_has(args, "period") +
	       (args_has(args, "from") || args_has(args, "to"));
}

static int
settle_dates(const struct args *args, struct hours_ask *ask, struct err *err)
{
	if (args_has(args, "from") != args_has(args, "to"))
		return err_set(err, ERR_USAGE, "--from and --to go together");
	ask->what = HOURS_DATES;
	if (read_date(args, "from", &ask->dates.first, err) < 0 ||
		read_date(args, "to", &ask->dates.last, err) < 0)
		return -1;
	if (ask->dates.last < ask->dates.first)
		return err_set(err, ERR_USAGE, "--to lies before --from");
	if (ask->dates.last - ask->dates.first > 30)
		return err_set(err, ERR_USAGE,
			"a card shows 31 days at most; ask for a part");
	return 0;
}

/* Which days: of the week, unless something else is said. */
static int
settle_range(struct cli_call *call, const struct args *args,
	struct hours_ask *ask, int64_t now_ms, struct err *err)
{
	if (count_ranges(args) > 1)
		return err_set(err, ERR_USAGE,
			"--week, --period and --from with --to do not go "
			"together");
	if (args_has(args, "from") || args_has(args, "to")) {
		if (args_has(args, "of"))
			return err_set(err, ERR_USAGE,
				"--of goes with --week or --period");
		return settle_dates(args, ask, err);
	}
	ask->what = args_has(args, "period") ? HOURS_PERIOD : HOURS_WEEK;
	ask->dates.first = hours_date(call->app, now_ms);
	if (args_has(args, "of") &&
		read_date(args, "of", &ask->dates.first, err) < 0)
		return -1;
	ask->dates.last = ask->dates.first;
	return 0;
}

static int
settle_employee(struct cli_call *call, const struct args *args,
	struct hours_ask *ask, struct err *err)
{
	const char *employee = args_text(args, "employee");
	const struct account *account;

	if (hours_signed_in(call, &account, err) < 0)
		return -1;
	ask->employee = account->person.id;
	if (employee == NULL)
		return 0;
	return hours_resolve(
		call, ENTRY_EMPLOYEE, employee, &ask->employee, err);
}

static int
check_formats(const struct args *args, struct err *err)
{
	if (args_has(args, "json") + args_has(args, "csv") +
			args_has(args, "format") >
		1)
		return err_set(err, ERR_USAGE,
			"--json, --csv and --format do not go together");
	return 0;
}

static void
print_table(const struct args *args, const struct hours_card *card,
	int64_t now_ms, struct str *out)
{
	static const struct id all;
	const struct card_look look = {
		.cols = hours_cols(),
		.ascii = hours_is_ascii(),
		.raw = args_has(args, "raw"),
		.now_ms = now_ms,
	};
	struct sheet sheet;

	sheet_init(&sheet);
	card_lines(card, &look, &sheet);
	if (args_has(args, "explain")) {
		sheet_add(&sheet, SHEET_TEXT, NULL, "");
		card_explain(card, &all, &sheet);
	}
	sheet_print(&sheet, out);
	sheet_release(&sheet);
}

static void
print_as_asked(const struct args *args, const struct hours_card *card,
	int64_t now_ms, struct str *out)
{
	const char *format = args_text(args, "format");

	if (args_has(args, "json"))
		card_json(card, out);
	else if (args_has(args, "csv"))
		card_csv(card, out);
	else if (format != NULL && strcmp(format, "timeclock") == 0)
		card_timeclock(card, out);
	else if (format != NULL)
		card_page(card, hours_is_ascii(), out);
	else
		print_table(args, card, now_ms, out);
}

/* What the service says now; without it what it said last. */
static int
run_card(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct hours_ask ask = {.explain = args_has(args, "explain")};
	struct hours_card *card;
	struct err why = {0};
	struct stamp now;
	struct str text;
	int rc;

	if (check_formats(args, err) < 0 || cli_open_app(call, err) < 0 ||
		settle_employee(call, args, &ask, err) < 0 ||
		app_now(call->app, &now, err) < 0 ||
		settle_range(call, args, &ask, app_reckon(call->app, &now),
			err) < 0 ||
		hours_fetch(call, &ask, &why, err) < 0)
		return -1;
	if (hours_card(call->app, &ask, &card, err) < 0) {
		if (why.kind != ERR_NONE)
			*err = why;
		return -1;
	}
	if (why.kind != ERR_NONE)
		cli_say(why.text);
	str_init(&text, SIZE_MAX / 2);
	print_as_asked(args, card, app_reckon(call->app, &now), &text);
	rc = cli_print(&text, err);
	str_release(&text);
	hours_card_free(&card);
	return rc;
}

static const char *const formats[] = {"timeclock", "page", NULL};

static const struct option card_options[] = {
	{.name = "week", .help = "of this work week; so it is by itself"},
	{.name = "period", .help = "of this pay period"},
	{.name = "of",
		.arg = "DATE",
		.help = "the week or period that holds this date"},
	{.name = "from", .arg = "DATE", .help = "from this date on"},
	{.name = "to", .arg = "DATE", .help = "up to this date"},
	{.name = "employee",
		.letter = 'e',
		.arg = "EMPLOYEE",
		.help = "of somebody else",
		.completes = LIST_EMPLOYEES},
	{.name = "raw", .help = "times as they were pressed, to the second"},
	{.name = "explain", .help = "and why the figures are what they are"},
	{.name = "csv", .help = "a line of each record, for a spreadsheet"},
	{.name = "format",
		.letter = 'f',
		.arg = "FORMAT",
		.words = formats,
		.help = "timeclock (of ledger and hledger), or a page to sign"},
	CLI_JSON,
	CLI_NO_MORE,
};

static const struct command *const subs[] = {
	&cli_approve, &cli_unapprove, NULL};

const struct command cli_card = {
	.name = "card",
	.help = "a time card: records, days, weeks",
	.options = card_options,
	.subs = subs,
	.run = run_card,
};
