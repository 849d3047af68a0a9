#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/deliver.h"
#include "app/words.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "call.h"
#include "settle.h"

#define LINE_BYTES 1024

/*
 * go, stop, meal, resume, undo: the same way. Who, where and on what are
 * settled, the press is recorded, its answer is waited for a little.
 */

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

	for (size_t i = 0; i < hope->count; i++) {
		struct receipt *receipt = &hope->receipts[i];

		if (receipt->stage == RECEIPT_KEPT)
			(void)receipt_of(hope->app, &receipt->punch.id, receipt,
				&ignored);
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
	text_clean(out, face->name, strlen(face->name));
	str_addz(out, ": ");
}

/* Asks the person, when there is one. */
static bool
says_yes(const char *question)
{
	char line[16];

	if (isatty(STDIN_FILENO) != 1)
		return false;
	fprintf(stderr, "%s [y/N] ", question);
	return fgets(line, sizeof(line), stdin) != NULL &&
	       (line[0] == 'y' || line[0] == 'Y');
}

static bool
is_confirmed(struct cli_call *call, const struct face *face, const char *why,
	struct err *err)
{
	bool is_question = why[0] && why[strlen(why) - 1] == '?';
	struct str words;
	bool yes;

	str_init(&words, LINE_BYTES);
	name_first(call, face, &words);
	str_addz(&words, why);
	yes = says_yes(words.data);
	if (!yes)
		(void)err_set(err, ERR_USAGE, "%s%s --yes does it anyway",
			words.data, is_question ? "" : ";");
	str_release(&words);
	return yes;
}

/* GO closes a record that was left open on an earlier day: that is said. */
static int
tell_forgotten(
	struct cli_call *call, const struct press *press, struct err *err)
{
	struct face face;
	struct stamp now;
	struct str words;
	int rc = app_now(call->app, &now, err);

	str_init(&words, LINE_BYTES);
	for (size_t i = 0; rc == 0 && i < press->count; i++) {
		size_t named;

		rc = face_of(call->app, &press->employees[i], &face, err);
		if (rc != 0)
			break;
		str_clear(&words);
		name_first(call, &face, &words);
		named = words.len;
		words_forgotten(
			&words, &face, app_zone(call->app), now.wall_ms);
		if (words.len > named)
			cli_say(words.data);
	}
	str_release(&words);
	return rc;
}

/* The question that this press brings up, answered. */
static int
settle_question(struct cli_call *call, struct press *press, struct err *err)
{
	struct clock_offer offer;
	struct face face;

	if (press_check(call->app, press, err) < 0)
		return -1;
	for (size_t i = 0; i < press->count; i++) {
		if (face_of(call->app, &press->employees[i], &face, err) < 0 ||
			press_offer(
				call->app, &face, press->kind, &offer, err) < 0)
			return -1;
		if (offer.answer != CLOCK_ASK && !offer.forced &&
			!offer.by_operator)
			continue;
		if (!args_has(call->args, "yes") &&
			!is_confirmed(call, &face, offer.why, err))
			return -1;
		press->confirmed = true;
		press->forced |= offer.forced;
	}
	return 0;
}

static int
settle_undo(struct cli_call *call, struct press *press, struct err *err)
{
	struct face face;

	if (face_of(call->app, &press->employees[0], &face, err) < 0)
		return -1;
	if (!face.has_undo)
		return err_set(err, ERR_USAGE,
			"nothing to undo: only the last punch, within 30 "
			"seconds");
	press->target = face.undo;
	return 0;
}

static const char *
stage_word(enum receipt_stage stage)
{
	static const char *const words[] = {
		[RECEIPT_KEPT] = "kept",
		[RECEIPT_SENT] = "sent",
		[RECEIPT_SET_ASIDE] = "set_aside",
	};

	return words[stage];
}

static void
add_json(struct jsonout *json, const struct receipt *receipt)
{
	char time[CIVIL_RFC3339_BYTES];
	int64_t at_ms = receipt->punch.has_chosen
				? receipt->punch.chosen_ms
				: receipt->punch.pressed.wall_ms;

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &receipt->punch.id);
	jsonout_text(json, "result", stage_word(receipt->stage));
	jsonout_text(json, "kind", punch_kind_name(receipt->punch.kind));
	jsonout_text(json, "at", civil_format_rfc3339(at_ms, time));
	jsonout_text(json, "state", cli_mode_word(receipt->mode));
	jsonout_text(json, "employee", receipt->employee);
	if (receipt->location[0])
		jsonout_text(json, "location", receipt->location);
	if (receipt->cost_code[0])
		jsonout_text(json, "cost_code", receipt->cost_code);
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

static int
press_and_tell(
	struct cli_call *call, const struct press *press, struct err *err)
{
	struct receipt receipts[PRESS_CREW_MAX];
	struct hope hope = {
		.app = call->app,
		.receipts = receipts,
		.count = press->count,
	};

	if (press_record(call->app, press, receipts, err) < 0)
		return -1;
	deliver_wait(call->app, on_synced, &hope);
	(void)app_run_until(call->app, is_answered, &hope, CLI_ANSWER_MS);
	call->exit_code = exit_code(call->args, receipts, press->count);
	if (print_receipts(call, receipts, press->count, err) < 0) {
		/* The person's time stands: this must not look otherwise. */
		cli_say("It IS recorded, do not press again; only its receipt "
			"could not be written.");
		cli_say(err->text);
	}
	return 0;
}

/* What a kind needs beside who; GO never asks a question. */
static int
settle_rest(struct cli_call *call, struct press *press, struct err *err)
{
	if (press->kind == PUNCH_VOID)
		return settle_undo(call, press, err);
	if (press->kind != PUNCH_GO)
		return settle_question(call, press, err);
	if (settle_job(call, press, err) < 0)
		return -1;
	return tell_forgotten(call, press, err);
}

/* A void is of its instant: undo takes no time. */
static int
settle_chosen(struct cli_call *call, struct press *press, struct err *err)
{
	const char *at =
		press->kind == PUNCH_VOID ? NULL : args_text(call->args, "at");

	press->has_chosen = at != NULL;
	if (at == NULL)
		return 0;
	return settle_time(call, at, &press->chosen_ms, err);
}

/* All that is said of a press before it is made. */
static int
settle(struct cli_call *call, struct press *press, struct err *err)
{
	if (cli_open_app(call, err) < 0 ||
		settle_employees(call, press, err) < 0 ||
		settle_chosen(call, press, err) < 0)
		return -1;
	return settle_rest(call, press, err);
}

static int
run_press(struct cli_call *call, const struct args *args, enum punch_kind kind,
	struct err *err)
{
	struct press press = {.kind = kind};

	call->args = args;
	if (kind != PUNCH_VOID)
		press.comment = args_text(args, "comment");
	if (settle(call, &press, err) < 0)
		return err_wrap(err, "NOT RECORDED"), -1;
	return press_and_tell(call, &press, err);
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
		.help = "a time in the past, as 07:40"                         \
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
