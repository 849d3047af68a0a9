#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/deliver.h"
#include "app/words.h"
#include "ask.h"
#include "base/mem.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "call.h"
#include "forgotten.h"
#include "settle.h"
#include "when.h"

#define LINE_BYTES 1024

/* go, stop, meal, resume, undo: the same way. Who, where and on what are
 * settled, the press is recorded, its answer is waited for a little. */

/* Waiting for the answers to a press. */
struct hope {
	struct app *app;
	struct receipt *receipts;
	size_t count;
	bool hopeless;
};

static bool
is_answered(void *ctx)
{
	struct hope *hope = ctx;
	struct err ignored = {0};
	bool all = true;

	/* What could not be sent is as it was. */
	if (hope->hopeless && app_link(hope->app, NULL) == APP_LINK_OFFLINE)
		return true;

	for (size_t i = 0; i < hope->count; i++) {
		struct receipt *receipt = &hope->receipts[i];

		if (receipt->stage == RECEIPT_KEPT)
			(void)receipt_refresh(hope->app, receipt, &ignored);
		all &= receipt->stage != RECEIPT_KEPT;
	}
	return (hope->count > 0 && all) || hope->hopeless;
}

static void
on_synced(void *ctx, const struct err *err)
{
	struct hope *hope = ctx;

	(void)err;
	hope->hopeless = true;
}

/* Somebody of a crew is named; who presses for themselves knows who it is. */
static void
name_first(struct cli_call *call, const struct face *face, struct str *out)
{
	if (id_equal(&face->employee, &app_account(call->app)->person.id))
		return;
	words_person(out, face->number, face->name, face->username);
	str_addz(out, ": ");
}

/* Whoever answers takes their time, in which nothing is read. `kind`: of the
 * error when there is no yes. */
static bool
is_confirmed(struct cli_call *call, struct settled *settled, size_t i,
	const char *why, enum err_kind kind, struct err *err)
{
	bool is_question = why[0] && why[strlen(why) - 1] == '?';
	struct str words;
	bool yes;

	if (args_has(call->args, "yes"))
		return true;
	str_init(&words, LINE_BYTES);
	name_first(call, &settled->faces[i], &words);
	str_addz(&words, why);
	settled->is_old = settled->is_answered = true;
	app_end_read(call->app);
	yes = ask_yes(words.data);
	app_begin_read(call->app);
	if (!yes)
		(void)err_set(err, kind, "%s%s --yes does it anyway",
			words.data, is_question ? "" : ";");
	str_release(&words);
	return yes;
}

/* The question that one clock brings up, answered; true: yes, or none. */
static bool
answers_yes(struct cli_call *call, struct settled *settled, size_t i,
	struct err *err)
{
	const struct face *face = &settled->faces[i];
	struct press *press = &settled->press;
	struct clock_offer offer;

	press_offer(call->app, face, press->kind, &offer);
	if (offer.answer != CLOCK_ASK && !offer.forced && !offer.by_operator)
		return true;
	if (!is_confirmed(call, settled, i, offer.why, ERR_USAGE, err))
		return false;
	press->confirmed = true;
	press->forced |= offer.forced;
	return true;
}

static int
settle_question(struct cli_call *call, struct settled *settled, struct err *err)
{
	if (press_check(call->app, &settled->press, err) < 0)
		return -1;
	for (size_t i = 0; i < settled->press.count; i++)
		if (!answers_yes(call, settled, i, err))
			return -1;
	return 0;
}

/* One at a time: the next one is named, and wants a word of its own. */
static int
settle_undo_again(
	struct cli_call *call, struct settled *settled, struct err *err)
{
	struct str question;
	bool yes;

	str_init(&question, LINE_BYTES);
	press_undo_question(call->app, &settled->faces[0], &question);
	yes = is_confirmed(call, settled, 0, question.data, ERR_USAGE, err);
	str_release(&question);
	settled->press.confirmed = yes;
	return yes ? 0 : -1;
}

static int
settle_undo(struct cli_call *call, struct settled *settled, struct err *err)
{
	const struct face *face = &settled->faces[0];

	if (!face->has_undo)
		return err_set(err, ERR_USAGE,
			"nothing to undo: only the last punch, within 30 "
			"seconds");
	settled->press.target = face->undo;
	return face->undo_is_again ? settle_undo_again(call, settled, err) : 0;
}

static const char *
stage_word(enum receipt_stage stage)
{
	static const char *const words[] = {
		[RECEIPT_KEPT] = "kept",
		[RECEIPT_SENT] = "sent",
		[RECEIPT_SET_ASIDE] = "set_aside",
		[RECEIPT_CLOSED] = "closed",
	};

	return words[stage];
}

static void
add_json(struct jsonout *json, const struct receipt *receipt)
{
	char time[CIVIL_RFC3339_BYTES];

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &receipt->punch.id);
	jsonout_text(json, "result", stage_word(receipt->stage));
	jsonout_text(json, "kind", punch_kind_name(receipt->punch.kind));
	jsonout_text(json, "at", civil_format_rfc3339(receipt->at_ms, time));
	jsonout_text(json, "state", cli_mode_word(receipt->mode));
	jsonout_bool(json, "changed", !receipt->is_idle);
	jsonout_text(json, "employee", receipt->employee);
	if (receipt->employee_number[0])
		jsonout_text(json, "employee_number", receipt->employee_number);
	if (receipt->employee_username[0])
		jsonout_text(
			json, "employee_username", receipt->employee_username);
	if (receipt->location[0])
		cli_json_label(json, "location", receipt->location,
			receipt->location_number_len);
	if (receipt->cost_code[0])
		cli_json_label(json, "cost_code", receipt->cost_code,
			receipt->cost_code_number_len);
	if (!id_is_nil(&receipt->undone.id)) {
		jsonout_object(json, "undone");
		jsonout_id(json, "id", &receipt->undone.id);
		jsonout_text(
			json, "kind", punch_kind_name(receipt->undone.kind));
		jsonout_text(json, "at",
			civil_format_rfc3339(receipt->undone.at_ms, time));
		jsonout_object_end(json);
	}
	if (receipt->stage == RECEIPT_SET_ASIDE) {
		jsonout_text(json, "problem", receipt->verdict.problem);
		jsonout_text(json, "detail", receipt->verdict.detail);
	}
	jsonout_object_end(json);
}

static int
print_receipts(struct cli_call *call, const struct receipt *receipts,
	size_t count, struct err *err)
{
	bool as_json = args_has(call->args, "json");
	const struct id *me = &app_account(call->app)->person.id;
	struct jsonout json;
	struct str text;
	int rc;

	str_init(&text, 256 * 1024);
	jsonout_init(&json, &text);
	if (as_json && count > 1)
		jsonout_array(&json, NULL);
	for (size_t i = 0; i < count; i++) {
		if (as_json) {
			add_json(&json, &receipts[i]);
			continue;
		}
		words_receipt(&text, &receipts[i], app_zone(call->app), me);
		str_addc(&text, '\n');
	}
	if (as_json) {
		if (count > 1)
			jsonout_array_end(&json);
		str_addc(&text, '\n');
	}
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

/* Kept is done, unless it was to be sent; set aside wants a person. */
static int
exit_code(const struct args *args, const struct receipt *receipts, size_t count)
{
	int code = 0;

	for (size_t i = 0; i < count; i++) {
		if (receipts[i].stage == RECEIPT_SET_ASIDE)
			return err_exit_code(ERR_DATA);
		if (receipts[i].stage == RECEIPT_KEPT &&
			args_has(args, "require-sync"))
			code = err_exit_code(ERR_BUSY);
	}
	return code;
}

/* Whoever sits at a terminal goes home: what is kept goes on without them. */
static void
hand_over(struct cli_call *call, const struct receipt *receipts, size_t count)
{
	const struct cli_host *host = call->host;
	bool kept = false;

	for (size_t i = 0; i < count; i++)
		kept |= receipts[i].stage == RECEIPT_KEPT;
	if (kept && isatty(STDERR_FILENO) == 1 && host->hand_over(host->ctx))
		cli_say("a background sync sends it");
}

/* Recorded: its answer is waited for a little, and told. */
static void
wait_and_tell(struct cli_call *call, struct receipt *receipts, size_t count,
	struct err *err)
{
	struct hope hope = {
		.app = call->app,
		.receipts = receipts,
		.count = count,
	};

	deliver_wait(call->app, on_synced, &hope);
	(void)app_run_until(call->app, is_answered, &hope, CLI_ANSWER_MS);
	call->exit_code = exit_code(call->args, receipts, count);
	if (print_receipts(call, receipts, count, err) < 0) {
		/* The person's time stands: this must not look otherwise. */
		cli_say("It IS recorded, do not press again; only its receipt "
			"could not be written.");
		cli_say(err->text);
		err_clear(err);
	}
	hand_over(call, receipts, count);
}

/* Who, and what GO needs beside that; read of one moment. */
static int
settle_job_of(struct cli_call *call, struct settled *settled, struct err *err)
{
	if (settle_key(call, settled, err) < 0 ||
		settle_employees(call, settled, err) < 0 ||
		settle_look(call, settled, err) < 0)
		return -1;
	if (settled->press.kind == PUNCH_VOID)
		return settle_undo(call, settled, err);
	if (settle_news(call, settled, err) < 0)
		return -1;
	if (settled->press.kind != PUNCH_GO)
		return 0;
	return settle_job(call, settled, err);
}

/* What a press does that does not change what the clock says now. */
static void
say_idle(struct cli_call *call, const struct settled *settled, size_t i,
	struct str *out)
{
	const struct face *face = &settled->faces[i];
	const struct zone *zone = app_zone(call->app);

	words_moment(out, zone, settled->press.chosen_ms, face->now_ms);
	str_addf(out, " lies before the last press: %s stays %s",
		settled->press.count == 1 ? "the clock" : "that clock",
		words_mode(face->state.mode));
	if (face->state.since_ms != 0) {
		str_addz(out, " since ");
		words_moment(out, zone, face->state.since_ms, face->now_ms);
	}
	str_addz(out, ", only that day's record changes. Record it?");
}

/* A time that was chosen, and leaves the state as it is. */
static int
settle_idle(struct cli_call *call, struct settled *settled, struct err *err)
{
	struct str why;
	bool yes = true;

	for (size_t i = 0; yes && i < settled->press.count; i++) {
		if (!press_is_idle(call->app, &settled->press, i))
			continue;
		str_init(&why, LINE_BYTES);
		say_idle(call, settled, i, &why);
		yes = is_confirmed(call, settled, i, why.data, ERR_DATA, err);
		str_release(&why);
	}
	return yes ? 0 : -1;
}

/* GO to where one is already: meant, or pressed twice? Scripts know. */
static int
settle_again(struct cli_call *call, struct settled *settled, struct err *err)
{
	struct str why;
	bool yes = true;

	str_init(&why, LINE_BYTES);
	for (size_t i = 0; yes && i < settled->press.count; i++)
		if (ask_can() && settle_say_again(call, settled, i, &why))
			yes = is_confirmed(
				call, settled, i, why.data, ERR_USAGE, err);
	str_release(&why);
	return yes ? 0 : -1;
}

/* A void is of its instant. */
static int
settle_questions(
	struct cli_call *call, struct settled *settled, struct err *err)
{
	enum punch_kind kind = settled->press.kind;

	if (kind == PUNCH_VOID)
		return 0;
	if ((kind == PUNCH_GO ? settle_again : settle_question)(
		    call, settled, err) < 0)
		return -1;
	if (!settled->press.has_chosen)
		return 0;
	if (press_check(call->app, &settled->press, err) < 0)
		return -1;
	return settle_idle(call, settled, err);
}

/* All that is said of a press before it is made. */
static int
settle(struct cli_call *call, struct settled *settled,
	struct forgotten *forgotten, struct err *err)
{
	bool may_choose = settled->press.kind != PUNCH_VOID;

	if (settle_job_of(call, settled, err) < 0 ||
		(may_choose && args_has(call->args, "at") &&
			when_settle(call, settled, err) < 0) ||
		settle_questions(call, settled, err) < 0)
		return -1;
	if (settled->press.kind == PUNCH_GO &&
		forgotten_settle(call, settled, forgotten, err) < 0)
		return -1;
	/* What took a while is judged as things are now. */
	if ((settled->is_answered && settle_key(call, settled, err) < 0) ||
		(settled->is_old && settle_look(call, settled, err) < 0))
		return -1;
	return 0;
}

/* From the words to what is on disk; read of one moment up to there. */
static int
settle_and_record(struct cli_call *call, struct settled *settled,
	struct forgotten *forgotten, struct receipt *receipts, struct err *err)
{
	int rc;

	if (cli_open_app(call, err) < 0)
		return err_wrap(err, "NOT RECORDED");
	app_begin_read(call->app);
	/* From the record on a signal ends the waiting, which is then told. */
	if (settle(call, settled, forgotten, err) < 0 ||
		app_wait_on_signals(call->app, err) < 0)
		rc = err_wrap(err, "NOT RECORDED");
	else
		rc = press_record(call->app, &settled->press, receipts, err);
	app_end_read(call->app);
	return rc;
}

static int
run_press(struct cli_call *call, const struct args *args, enum punch_kind kind,
	struct err *err)
{
	/* as large as a crew: only what is used of it becomes memory */
	struct settled *settled = mem_new(1, sizeof(*settled));
	struct receipt *receipts = mem_new(PRESS_CREW_MAX, sizeof(*receipts));
	struct forgotten forgotten = {.asks = false};
	int rc;

	call->args = args;
	settled->press.kind = kind;
	if (kind != PUNCH_VOID)
		settled->press.comment = args_text(args, "comment");
	rc = settle_and_record(call, settled, &forgotten, receipts, err);
	if (rc == 0)
		wait_and_tell(call, receipts, settled->press.count, err);
	if (rc == 0)
		forgotten_ask(call, &forgotten);
	free(receipts);
	free(settled);
	return rc;
}

static int
run_go(void *ctx, const struct args *args, struct err *err)
{
	return run_press(ctx, args, PUNCH_GO, err);
}

static int
run_stop(void *ctx, const struct args *args, struct err *err)
{
	return run_press(ctx, args, PUNCH_STOP, err);
}

static int
run_meal(void *ctx, const struct args *args, struct err *err)
{
	return run_press(ctx, args, PUNCH_MEAL, err);
}

static int
run_resume(void *ctx, const struct args *args, struct err *err)
{
	return run_press(ctx, args, PUNCH_RESUME, err);
}

static int
run_undo(void *ctx, const struct args *args, struct err *err)
{
	return run_press(ctx, args, PUNCH_VOID, err);
}

/* --- what each of them takes ---------------------------------------------- */

#define FOR_OTHERS                                                             \
	{                                                                      \
		.name = "employee", .letter = 'e', .repeats = true,            \
		.arg = "NAME", .help = "somebody else; may be repeated",       \
		.completes = LIST_EMPLOYEES                                    \
	}
#define COMMENT                                                                \
	{                                                                      \
		.name = "comment", .letter = 'm', .arg = "TEXT",               \
		.help = "a comment"                                            \
	}
#define AT                                                                     \
	{                                                                      \
		.name = "at", .arg = "TIME",                                   \
		.help = "07:40, yesterday 23:50, 20 min ago, ..."              \
	}
#define YES                                                                    \
	{                                                                      \
		.name = "yes", .letter = 'y',                                  \
		.help = "answer the question with yes"                         \
	}
#define REQUIRE_SYNC                                                           \
	{                                                                      \
		.name = "require-sync", .help = "fail (75) if kept, not sent"  \
	}

static const struct option go_options[] = {
	{.name = "location",
		.letter = 'l',
		.arg = "TEXT",
		.help = "where; any part of name or number",
		.completes = LIST_LOCATIONS},
	{.name = "cost-code",
		.letter = 'c',
		.arg = "TEXT",
		.help = "on what; any part of name or number",
		.completes = LIST_COST_CODES},
	FOR_OTHERS,
	COMMENT,
	AT,
	{.name = "stopped-at",
		.arg = "TIME",
		.help = "forgot to stop: ask for a STOP at this time"},
	YES,
	REQUIRE_SYNC,
	CLI_JSON,
	CLI_NO_MORE,
};

static const struct option press_options[] = {
	FOR_OTHERS,
	COMMENT,
	AT,
	YES,
	REQUIRE_SYNC,
	CLI_JSON,
	CLI_NO_MORE,
};

static const struct option undo_options[] = {
	{.name = "employee",
		.letter = 'e',
		.arg = "NAME",
		.help = "of somebody else",
		.completes = LIST_EMPLOYEES},
	{.name = "yes",
		.letter = 'y',
		.help = "after an undo: the press before it, too"},
	REQUIRE_SYNC,
	CLI_JSON,
	CLI_NO_MORE,
};

const struct command cli_go = {
	.name = "go",
	.help = "clock in, or switch the job",
	.options = go_options,
	.run = run_go,
};

const struct command cli_stop = {
	.name = "stop",
	.help = "clock out",
	.options = press_options,
	.run = run_stop,
};

const struct command cli_meal = {
	.name = "meal",
	.help = "begin a meal break",
	.options = press_options,
	.run = run_meal,
};

const struct command cli_resume = {
	.name = "resume",
	.help = "end the meal break, back into the job",
	.options = press_options,
	.run = run_resume,
};

const struct command cli_undo = {
	.name = "undo",
	.help = "undo the last punch (30 s)",
	.options = undo_options,
	.run = run_undo,
};
