#include "settle.h"

#include <stdio.h>
#include <string.h>

#include "app/choices.h"
#include "app/deliver.h"
#include "app/face.h"
#include "app/words.h"
#include "ask.h"
#include "ask_line.h"

#define WORDS_BYTES 1024

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

	if (open_choices(call, scope, &choices, err) < 0)
		return -1;
	rc = choices_resolve(choices, text, &choice, err);
	if (rc == 0)
		*id_out = choice.id;
	str_clear(&call->candidates);
	if (rc != 0)
		choices_candidates(choices, text, &call->candidates);
	choices_free(&choices);
	return rc;
}

static bool
is_synced(void *ctx)
{
	return *(const bool *)ctx;
}

static void
on_synced(void *ctx, const struct err *err)
{
	(void)err;
	*(bool *)ctx = true;
}

/* Asks the service for news, which takes a while: nothing is read over it. */
static void
ask_for_news(struct cli_call *call)
{
	bool done = false;

	app_end_read(call->app);
	deliver_sync(call->app, false, on_synced, &done);
	(void)app_run_until(call->app, is_synced, &done, CLI_ANSWER_MS);
	app_begin_read(call->app);
}

/* A line of the terminal; nothing is read of the store while it is typed. */
static bool
ask(struct cli_call *call, struct settled *settled, const struct scope *scope,
	char line_out[ASK_LINE_BYTES])
{
	static const char *const questions[] = {
		[ENTRY_EMPLOYEE] = "Employee",
		[ENTRY_LOCATION] = "Location",
		[ENTRY_COST_CODE] = "Cost code",
	};
	bool answered;

	fputs(call->candidates.data, stderr);
	str_clear(&call->candidates);
	settled->is_old = settled->is_answered = true;
	app_end_read(call->app);
	answered = ask_line(questions[scope->kind], line_out) &&
		   line_out[strspn(line_out, " \t")] != '\0';
	app_begin_read(call->app);
	return answered;
}

/*
 * On a terminal it is picked among the candidates, by any part of it; an empty
 * line gives up. Elsewhere err stands, and they are listed behind it.
 */
static int
pick(struct cli_call *call, struct settled *settled, const struct scope *scope,
	struct id *id_out, struct err *err)
{
	char line[ASK_LINE_BYTES];

	if (!ask_can() || call->candidates.len == 0)
		return -1;
	while (ask(call, settled, scope, line)) {
		err_clear(err);
		if (resolve_here(call, scope, line, id_out, err) == 0)
			return 0;
		cli_say(err->text);
	}
	return -1;
}

/* A name that is not known here may be new: the service is asked once. */
static int
resolve(struct cli_call *call, struct settled *settled,
	const struct scope *scope, const char *text, struct id *id_out,
	struct err *err)
{
	if (resolve_here(call, scope, text, id_out, err) == 0)
		return 0;
	if (err->kind == ERR_NOT_FOUND) {
		err_clear(err);
		settled->is_old = true;
		ask_for_news(call);
		if (resolve_here(call, scope, text, id_out, err) == 0)
			return 0;
	}
	if (ask_can() && call->candidates.len > 0)
		cli_say(err->text);
	return pick(call, settled, scope, id_out, err);
}

/* Two names of one person make one punch. */
static bool
is_named(const struct settled *settled, const struct id *employee)
{
	for (size_t i = 0; i < settled->press.count; i++)
		if (id_equal(&settled->employees[i], employee))
			return true;
	return false;
}

int
settle_employees(
	struct cli_call *call, struct settled *settled, struct err *err)
{
	static const struct scope everybody = {.kind = ENTRY_EMPLOYEE};
	const struct account *account = app_account(call->app);
	struct press *press = &settled->press;
	const char *name;

	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	press->count = 1;
	settled->employees[0] = account->person.id;
	name = args_text(call->args, "employee");
	if (name == NULL)
		return 0;
	press->count = 0;
	for (size_t i = 0; name != NULL; i++) {
		struct id *next = &settled->employees[press->count];

		if (press->count == PRESS_CREW_MAX)
			return err_set(err, ERR_USAGE,
				"more than %d employees in one press",
				PRESS_CREW_MAX);
		if (resolve(call, settled, &everybody, name, next, err) < 0)
			return -1;
		name = args_nth(call->args, "employee", i + 1);
		if (!is_named(settled, next))
			press->count++;
	}
	return 0;
}

int
settle_key(struct cli_call *call, struct settled *settled, struct err *err)
{
	settled->is_answered = false;
	return app_now(call->app, &settled->key, err);
}

int
settle_look(struct cli_call *call, struct settled *settled, struct err *err)
{
	for (size_t i = 0; i < settled->press.count; i++)
		if (face_of(call->app, &settled->employees[i], &settled->key,
			    &settled->faces[i], err) < 0)
			return -1;
	settled->press.faces = settled->faces;
	settled->is_old = false;
	return 0;
}

static void
on_asked(void *ctx)
{
	*(bool *)ctx = true;
}

/* What the service did not tell just now. */
static void
say_age(struct cli_call *call, const struct face *face)
{
	const char *why;
	struct str words;
	size_t named;

	str_init(&words, WORDS_BYTES);
	words_person(&words, face->number, face->name, face->username);
	named = words.len;
	if (face->told_ms == 0)
		str_addz(&words, " · never told by the service");
	else
		words_age(&words, face, app_zone(call->app));
	if (words.len > named) {
		(void)app_link(call->app, &why);
		if (why[0] != '\0')
			str_addf(&words, ": %s", why);
		cli_say(words.data);
	}
	str_release(&words);
}

int
settle_news(struct cli_call *call, struct settled *settled, struct err *err)
{
	const struct id *me = &app_account(call->app)->person.id;
	bool done = false, others = false;

	for (size_t i = 0; i < settled->press.count; i++)
		others |= !id_equal(&settled->employees[i], me);
	if (!others)
		return 0;
	app_end_read(call->app);
	deliver_ask(call->app, settled->employees, settled->press.count,
		on_asked, &done);
	(void)app_run_until(
		call->app, is_synced, &done, DELIVER_ASK_MS + CLI_ANSWER_MS);
	deliver_ask_no_more(call->app);
	app_begin_read(call->app);
	if (settle_look(call, settled, err) < 0)
		return -1;
	for (size_t i = 0; i < settled->press.count; i++)
		if (!id_equal(&settled->employees[i], me))
			say_age(call, &settled->faces[i]);
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

	str_clear(&call->candidates);

	if (open_choices(call, scope, &choices, err) < 0)
		return -1;
	query = choices_query_new(choices);
	if (match_find(query, "", 0, 1, &first, &count) == 1 &&
		(count == 1 || choices_at(choices, first).recent))
		*id_out = choices_at(choices, first).id;
	else if (count == 0)
		rc = choices_say_none(choices, "", err);
	else
		rc = err_set(err, ERR_USAGE,
			"say which %s: -%c TEXT (connect-clock list %s)",
			is_location ? "location" : "cost code",
			is_location ? 'l' : 'c',
			entry_kind_list_word(scope->kind));
	if (rc != 0 && ask_can())
		choices_candidates(choices, "", &call->candidates);
	match_query_free(&query);
	choices_free(&choices);
	return rc;
}

/* What was said, else the job now or the last one, else what there is. */
static int
settle_entry(struct cli_call *call, struct settled *settled,
	const struct scope *scope, const char *text, struct id *id,
	struct err *err)
{
	if (text != NULL)
		return resolve(call, settled, scope, text, id, err);
	if (!id_is_nil(id) || default_choice(call, scope, id, err) == 0)
		return 0;
	return pick(call, settled, scope, id, err);
}

/*
 * The job now, else the one used last, which is to be had without the lists.
 * The last cost code goes with the last location only.
 */
static int
take_job(struct cli_call *call, const struct settled *settled,
	const char *location_text, struct press *job, struct err *err)
{
	const struct clock_state *state = &settled->faces[0].state;
	struct entry location, cost_code;

	job->location = state->location;
	job->cost_code = state->cost_code;
	if (!id_is_nil(&job->location))
		return 0;
	if (face_last_job(call->app, &settled->employees[0], &location,
		    &cost_code, err) < 0)
		return -1;
	job->location = location.id;
	if (location_text == NULL ||
		id_equal(&location.id, &settled->press.location))
		job->cost_code = cost_code.id;
	return 0;
}

static int
check_allowed(
	struct cli_call *call, const struct settled *settled, struct err *err)
{
	for (size_t i = 0; i < settled->press.count; i++)
		if (press_allowed(call->app, &settled->employees[i], err) < 0)
			return -1;
	return 0;
}

/* In the words of this program, before a job is asked for. */
static int
check_meal(
	struct cli_call *call, const struct settled *settled, struct err *err)
{
	for (size_t i = 0; i < settled->press.count; i++) {
		const struct face *face = &settled->faces[i];
		bool own = id_equal(
			&face->employee, &app_account(call->app)->person.id);
		struct str who;

		if (face->state.mode != CLOCK_MEAL)
			continue;
		str_init(&who, ERR_TEXT_BYTES);
		if (!own)
			words_person(
				&who, face->number, face->name, face->username);
		err_set(err, ERR_USAGE,
			"%s%son a meal break: connect-clock resume%s ends it, "
			"then go",
			who.data, own ? "" : ": ", own ? "" : " -e");
		str_release(&who);
		return -1;
	}
	return 0;
}

int
settle_job(struct cli_call *call, struct settled *settled, struct err *err)
{
	struct press *press = &settled->press;
	struct press job = {0};
	const struct id *who = &settled->employees[0];
	const char *location = args_text(call->args, "location");
	const char *cost_code = args_text(call->args, "cost-code");
	struct scope locations = {ENTRY_LOCATION, who, NULL};
	struct scope cost_codes = {ENTRY_COST_CODE, who, &press->location};

	if (check_allowed(call, settled, err) < 0 ||
		check_meal(call, settled, err) < 0)
		return -1;
	if (location != NULL && resolve(call, settled, &locations, location,
					&press->location, err) < 0)
		return -1;
	if ((location == NULL || cost_code == NULL) &&
		take_job(call, settled, location, &job, err) < 0)
		return -1;
	if (location == NULL)
		press->location = job.location;
	press->cost_code = job.cost_code;
	if (settle_entry(
		    call, settled, &locations, NULL, &press->location, err) < 0)
		return -1;
	return settle_entry(
		call, settled, &cost_codes, cost_code, &press->cost_code, err);
}

bool
settle_say_again(struct cli_call *call, const struct settled *settled, size_t i,
	struct str *out)
{
	const struct press *press = &settled->press;
	const struct face *face = &settled->faces[i];

	if (press->has_chosen ||
		!press_is_again(face, &press->location, &press->cost_code))
		return false;
	str_clear(out);
	str_addz(out, "already IN on this job since ");
	words_moment(
		out, app_zone(call->app), face->state.since_ms, face->now_ms);
	str_addz(out, ": begin a new record of it?");
	return true;
}
