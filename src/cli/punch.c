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
settle_question(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	struct clock_offer offer;
	struct face face;

	for (size_t i = 0; i < press->count; i++) {
		if (face_of(call->app, &press->employees[i], &face, err) < 0 ||
			press_offer(
				call->app, &face, press->kind, &offer, err) < 0)
			return -1;
		if (offer.answer != CLOCK_ASK && !offer.forced &&
			!offer.by_operator)
			continue;
		if (!options->yes && !is_confirmed(call, &face, offer.why, err))
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
print_receipts(struct cli_call *call, const struct cli_options *options,
	const struct receipt *receipts, size_t count, struct err *err)
{
	const struct id *me = &app_account(call->app)->person.id;
	struct jsonout json;
	struct str text;
	int rc;

	str_init(&text, 256 * 1024);
	jsonout_init(&json, &text);
	if (options->json && count > 1)
		jsonout_array(&json, NULL);
	for (size_t i = 0; i < count; i++) {
		if (options->json) {
			add_json(&json, &receipts[i]);
			continue;
		}
		words_receipt(&text, &receipts[i], app_zone(call->app), me);
		str_addc(&text, '\n');
	}
	if (options->json) {
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
exit_code(const struct cli_options *options, const struct receipt *receipts,
	size_t count)
{
	int code = 0;

	for (size_t i = 0; i < count; i++) {
		if (receipts[i].stage == RECEIPT_SET_ASIDE)
			return err_exit_code(ERR_DATA);
		if (receipts[i].stage == RECEIPT_KEPT && options->require_sync)
			code = err_exit_code(ERR_BUSY);
	}
	return code;
}

static int
press_and_tell(struct cli_call *call, const struct cli_options *options,
	const struct press *press, struct err *err)
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
	call->exit_code = exit_code(options, receipts, press->count);
	if (print_receipts(call, options, receipts, press->count, err) < 0) {
		/* The person's time stands: this must not look otherwise. */
		cli_say("It IS recorded, do not press again; only its receipt "
			"could not be written.");
		cli_say(err->text);
	}
	return 0;
}

/* What a kind needs beside who; GO never asks a question. */
static int
settle_rest(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	if (press->kind == PUNCH_VOID)
		return settle_undo(call, press, err);
	if (press->kind != PUNCH_GO)
		return settle_question(call, options, press, err);
	if (settle_job(call, options, press, err) < 0)
		return -1;
	return tell_forgotten(call, press, err);
}

/* All that is said of a press before it is made. */
static int
settle(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	if (cli_open_app(call, err) < 0 ||
		settle_employees(call, options, press, err) < 0 ||
		settle_rest(call, options, press, err) < 0)
		return -1;
	press->has_chosen = options->at != NULL;
	if (!press->has_chosen)
		return 0;
	return settle_time(call, options->at, &press->chosen_ms, err);
}

static int
run_press(struct cli_call *call, const struct cli_options *options,
	enum punch_kind kind, struct err *err)
{
	struct press press = {.kind = kind, .comment = options->comment};

	if (settle(call, options, &press, err) < 0)
		return err_wrap(err, "NOT RECORDED"), -1;
	return press_and_tell(call, options, &press, err);
}

int
cli_go(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_GO, err);
}

int
cli_stop(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_STOP, err);
}

int
cli_meal(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_MEAL, err);
}

int
cli_resume(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_RESUME, err);
}

int
cli_undo(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_VOID, err);
}
