/* Time cards: one as people read it or sign it, all at a glance, a correction.
 */
#include <langinfo.h>
#include <string.h>

#include "app/card_lines.h"
#include "app/card_out.h"
#include "calendar/date.h"
#include "commands.h"
#include "correct.h"
#include "names.h"
#include "range.h"
#include "summary.h"
#include "table.h"

#define COLS 80
#define COLS_MIN 40
#define PATIENCE_MS (24LL * 3600 * 1000) /* the request has a deadline */

static bool
is_ascii(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

static int
columns(void)
{
	size_t cols = table_terminal();

	if (cols == 0)
		return COLS;
	return cols < COLS_MIN ? COLS_MIN : (int)cols;
}

/* --- asking for it -------------------------------------------------------- */

struct told {
	bool done;
	struct err err;
};

static void
on_answer(void *ctx, const struct err *err)
{
	struct told *told = ctx;

	told->done = true;
	told->err = *err;
}

static bool
is_told(void *ctx)
{
	const struct told *told = ctx;

	return told->done;
}

/* What stands is what the service says now. */
static int
ask(struct ctl_call *call, const struct hours_ask *of,
	struct hours_card **card_out, struct err *err)
{
	struct told told = {false};

	hours_ask(call->app, of, on_answer, &told);
	if (!app_run_until(call->app, is_told, &told, PATIENCE_MS)) {
		hours_ask_no_more(call->app);
		return err_set(err, ERR_UNAVAILABLE, "broken off");
	}
	if (told.err.kind != ERR_NONE) {
		*err = told.err;
		return -1;
	}
	return hours_card(call->app, of, card_out, err);
}

/* Of which days; of the period of today where nothing is said. */
static int
settle(const struct args *args, int32_t today, struct hours_ask *of,
	struct err *err)
{
	const char *period, *from, *to;
	struct str checked;
	int rc;

	str_init(&checked, 128);
	rc = range_add(args, &checked, err);
	str_release(&checked);
	of->what = HOURS_PERIOD;
	of->dates = (struct period){today, today};
	if (rc < 0 || range_day(args, "period", &period, err) < 0 ||
		range_day(args, "from", &from, err) < 0 ||
		range_day(args, "to", &to, err) < 0)
		return -1;
	if (period != NULL)
		return date_parse(period, &of->dates.first, err);
	if (from == NULL)
		return 0;
	of->what = HOURS_DATES;
	return date_parse(from, &of->dates.first, err) < 0 ||
			       date_parse(to, &of->dates.last, err) < 0
		       ? -1
		       : 0;
}

typedef void print_card(const struct hours_card *card, const struct args *args,
	int64_t now_ms, struct str *out);

static int
run(struct ctl_call *call, const struct args *args, bool explain,
	print_card *print, struct err *err)
{
	struct hours_ask of = {.explain = explain};
	struct hours_card *card = NULL;
	struct names names = {0};
	struct stamp now;
	struct str out;
	int rc;

	if (call_open(call, err) < 0 || app_now(call->app, &now, err) < 0 ||
		settle(args, hours_date(call->app, app_reckon(call->app, &now)),
			&of, err) < 0)
		return -1;
	rc = names_load(call, &names, err);
	hours_names_by(call->app, names_on_entry, &names);
	if (rc == 0)
		rc = names_find(&names, ENTRY_EMPLOYEE, args_operand(args, 0),
			&of.employee, err);
	if (rc == 0)
		rc = ask(call, &of, &card, err);
	str_init(&out, SIZE_MAX / 2);
	if (rc == 0) {
		print(card, args, app_reckon(call->app, &now), &out);
		rc = call_print(&out, err);
	}
	str_release(&out);
	hours_card_free(&card);
	hours_names_by(call->app, NULL, NULL);
	names_release(&names);
	return rc;
}

/* --- as it is looked at --------------------------------------------------- */

static void
print_lines(const struct hours_card *card, const struct args *args,
	int64_t now_ms, struct str *out)
{
	static const struct id all;
	const struct card_look look = {
		.cols = columns(), .ascii = is_ascii(), .now_ms = now_ms};
	struct sheet sheet;

	if (args_has(args, "json")) {
		card_json(card, out);
		return;
	}
	sheet_init(&sheet);
	card_lines(card, &look, &sheet);
	if (args_has(args, "explain")) {
		sheet_add(&sheet, SHEET_TEXT, NULL, "");
		card_explain(card, &all, &sheet);
	}
	sheet_print(&sheet, out);
	sheet_release(&sheet);
}

static int
run_card(void *ctx, const struct args *args, struct err *err)
{
	return run(ctx, args, args_has(args, "explain"), print_lines, err);
}

static void
print_page(const struct hours_card *card, const struct args *args,
	int64_t now_ms, struct str *out)
{
	(void)args;
	(void)now_ms;
	card_page(card, is_ascii(), out);
}

static int
run_print(void *ctx, const struct args *args, struct err *err)
{
	return run(ctx, args, false, print_page, err);
}

static const struct operand which[] = {
	{.name = "WHICH", .completes = "employees"}, CTL_NO_MORE};
static const struct option card_options[] = {
	RANGE_PERIOD,
	RANGE_FROM,
	RANGE_TO,
	{.name = "explain", .help = "and why the figures are what they are"},
	CTL_JSON,
	CTL_NO_MORE,
};
static const struct option print_options[] = {
	RANGE_PERIOD, RANGE_FROM, RANGE_TO, CTL_NO_MORE};
static const struct command print_command = {
	.name = "print",
	.help = "one page of 80 columns, with a line to sign",
	.options = print_options,
	.operands = which,
	.run = run_print,
};
static const struct command *const subs[] = {
	&print_command, &summary_command, &correct_command, NULL};

const struct command commands_card = {
	.name = "card",
	.help = "what somebody worked, in a pay period or other days",
	.options = card_options,
	.operands = which,
	.subs = subs,
	.run = run_card,
};
