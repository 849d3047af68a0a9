#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/choices.h"
#include "app/deliver.h"
#include "app/words.h"
#include "base/text.h"
#include "call.h"
#include "core/civil.h"

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

/* Among what, and whose recents count. */
struct scope {
	enum entry_kind kind;
	const struct id *employee;
	const struct id *location;
};

static int
open_choices(struct cli_call *call, const struct scope *scope,
	struct choices **choices_out, struct err *err)
{
	return choices_new(call->app, scope->kind, scope->employee,
		scope->location, choices_out, err);
}

static int
resolve_here(struct cli_call *call, const struct scope *scope, const char *text,
	struct id *id_out, struct err *err)
{
	struct choices *choices;
	struct choice choice;
	int rc;

	if (open_choices(call, scope, &choices, err) != 0)
		return -1;
	rc = choices_resolve(choices, text, &choice, err);
	if (rc == 0)
		*id_out = choice.id;
	choices_free(&choices);
	return rc;
}

/* A name that is not known here may be new: the service is asked once. */
static int
resolve(struct cli_call *call, const struct scope *scope, const char *text,
	struct id *id_out, struct err *err)
{
	struct err first = {0};
	struct hope hope = {.app = call->app};

	if (resolve_here(call, scope, text, id_out, &first) == 0)
		return 0;
	if (first.kind == ERR_NOT_FOUND) {
		deliver_sync(call->app, false, on_synced, &hope);
		(void)app_run_until(
			call->app, is_answered, &hope, CLI_ANSWER_MS);
		return resolve_here(call, scope, text, id_out, err);
	}
	*err = first;
	return -1;
}

static int
settle_employees(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	static const struct scope everybody = {.kind = ENTRY_EMPLOYEE};
	const struct account *account = app_account(call->app);

	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"NOT RECORDED: nobody is signed in; use connect-clock "
			"login");
	press->count = 1;
	press->employees[0] = account->person.id;
	if (options->employee_count == 0)
		return 0;
	press->count = options->employee_count;
	for (size_t i = 0; i < press->count; i++)
		if (resolve(call, &everybody, options->employees[i],
			    &press->employees[i], err) != 0)
			return -1;
	return 0;
}

/* Nothing said and no job now: the one used last, else the only one. */
static int
default_choice(struct cli_call *call, const struct scope *scope,
	struct id *id_out, struct err *err)
{
	bool is_location = scope->kind == ENTRY_LOCATION;
	struct choices *choices;
	struct match_query *query;
	uint32_t first;
	size_t count;
	int rc = 0;

	if (open_choices(call, scope, &choices, err) != 0)
		return -1;
	query = choices_query_new(choices);
	if (match_find(query, "", 0, 1, &first, &count) == 1 &&
		(count == 1 || choices_at(choices, first).recent))
		*id_out = choices_at(choices, first).id;
	else
		rc = err_set(err, ERR_USAGE,
			"say which %s: -%c TEXT (connect-clock list %s)",
			is_location ? "location" : "cost code",
			is_location ? 'l' : 'c',
			entry_kind_list_word(scope->kind));
	match_query_free(&query);
	choices_free(&choices);
	return rc;
}

/* What was said, else the job now, else what default_choice finds. */
static int
settle_entry(struct cli_call *call, const struct scope *scope, const char *text,
	struct id *id, struct err *err)
{
	if (text != NULL)
		return resolve(call, scope, text, id, err);
	if (!id_is_nil(id))
		return 0;
	return default_choice(call, scope, id, err);
}

static int
settle_job(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	const struct id *who = &press->employees[0];
	struct scope locations = {ENTRY_LOCATION, who, NULL};
	struct scope cost_codes = {ENTRY_COST_CODE, who, &press->location};
	struct face face;

	if (face_of(call->app, who, &face, err) != 0)
		return -1;
	press->location = face.state.location;
	press->cost_code = face.state.cost_code;
	if (settle_entry(call, &locations, options->location, &press->location,
		    err) != 0)
		return -1;
	return settle_entry(
		call, &cost_codes, options->cost_code, &press->cost_code, err);
}

/* "07:40" of today in the company's zone, or RFC 3339. */
static int
settle_time(struct cli_call *call, const char *text, int64_t *ms_out,
	struct err *err)
{
	const struct zone *zone = app_zone(call->app);
	struct stamp now;
	struct civil local;
	int hour;
	int minute;
	int end = 0;

	if (app_now(call->app, &now, err) != 0)
		return -1;
	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &end) != 2 ||
		text[end] != '\0')
		return civil_parse_rfc3339(text, ms_out, err);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return err_set(
			err, ERR_USAGE, "\"%s\" is no time of day", text);
	if (zone != NULL)
		zone_to_local(zone, now.wall_ms, &local);
	else
		civil_from_utc_ms(now.wall_ms, &local);
	local.hour = hour;
	local.minute = minute;
	local.second = 0;
	local.ms = 0;
	*ms_out = zone != NULL ? zone_to_utc(zone, &local, NULL)
			       : civil_to_utc_ms(&local);
	return 0;
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

/* The question that this press brings up, answered. */
static int
settle_question(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	struct clock_offer offer;
	struct face face;

	for (size_t i = 0; i < press->count; i++) {
		if (face_of(call->app, &press->employees[i], &face, err) != 0 ||
			press_offer(call->app, &face, press->kind, &offer,
				err) != 0)
			return -1;
		if (offer.answer != CLOCK_ASK && !offer.forced &&
			!offer.by_operator)
			continue;
		if (!options->yes && !says_yes(offer.why))
			return err_set(err, ERR_USAGE,
				"NOT RECORDED: %s; --yes does it anyway",
				offer.why);
		press->confirmed = true;
		press->forced = offer.forced;
	}
	return 0;
}

static int
settle_undo(struct cli_call *call, struct press *press, struct err *err)
{
	struct face face;

	if (face_of(call->app, &press->employees[0], &face, err) != 0)
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

	if (press_record(call->app, press, receipts, err) != 0)
		return -1;
	deliver_wait(call->app, on_synced, &hope);
	(void)app_run_until(call->app, is_answered, &hope, CLI_ANSWER_MS);
	call->exit_code = exit_code(options, receipts, press->count);
	return print_receipts(call, options, receipts, press->count, err);
}

/* What a kind needs beside who; GO never asks a question. */
static int
settle_rest(struct cli_call *call, const struct cli_options *options,
	struct press *press, struct err *err)
{
	if (press->kind == PUNCH_GO)
		return settle_job(call, options, press, err);
	if (press->kind == PUNCH_VOID)
		return settle_undo(call, press, err);
	return settle_question(call, options, press, err);
}

static int
run_press(struct cli_call *call, const struct cli_options *options,
	enum punch_kind kind, struct err *err)
{
	struct press press = {.kind = kind, .comment = options->comment};

	if (cli_open_app(call, err) != 0 ||
		settle_employees(call, options, &press, err) != 0)
		return -1;
	if (settle_rest(call, options, &press, err) != 0)
		return -1;
	if (options->at != NULL) {
		press.has_chosen = true;
		if (settle_time(call, options->at, &press.chosen_ms, err) != 0)
			return -1;
	}
	return press_and_tell(call, options, &press, err);
}

int
cmd_go(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_GO, err);
}

int
cmd_stop(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_STOP, err);
}

int
cmd_meal(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_MEAL, err);
}

int
cmd_resume(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_RESUME, err);
}

int
cmd_undo(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	return run_press(call, options, PUNCH_VOID, err);
}
