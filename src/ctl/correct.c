#include "correct.h"

#include <string.h>

#include "base/text.h"
#include "calendar/civil.h"
#include "calendar/date.h"
#include "core/correction.h"
#include "core/typed_time.h"
#include "names.h"
#include "range.h"
#include "worked.h"

/* A correction on its way: of the card that was read. */
struct work {
	struct ctl_call *call;
	const struct args *args;
	struct names names;
	struct id employee;
	struct str query; /* of the card */
	struct str etag;
	struct wire_card card;
	struct jsonout json;
	struct str body;
};

enum how {
	HOW_ADD,
	HOW_CHANGE,
	HOW_REMOVE
};
static const char *const hows[] = {
#define X(name, number, wire) [CORRECTION_##name] = (wire),
	CORRECTIONS(X)
#undef X
		NULL};
static const char *const presses[] = {"go", "stop", "meal", "resume", NULL};

/* --- times ---------------------------------------------------------------- */

/* What can be read in two ways is said in another. */
static int
read_time(struct ctl_call *call, const char *what, const char *text,
	int64_t *ms_out, struct err *err)
{
	struct typed_place place = {.company = app_zone(call->app)};
	struct typed_time time;
	struct stamp now;
	struct str says;

	if (app_now(call->app, &now, err) < 0)
		return -1;
	place.now_ms = app_reckon(call->app, &now);
	if (typed_time_read(text, &place, &time, err) < 0)
		return err_wrap(err, "%s", what);
	*ms_out = time.ms[0];
	if (time.count == 1)
		return 0;
	str_init(&says, ERR_TEXT_BYTES);
	typed_time_say(&says, place.company, time.ms[0]);
	str_addz(&says, " or ");
	typed_time_say(&says, place.company, time.ms[1]);
	err_set(err, ERR_USAGE, "%s: say which: %s", what, says.data);
	str_release(&says);
	return -1;
}

static void
add_time(struct jsonout *json, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	jsonout_text(json, "at", civil_format_rfc3339(ms, text));
}

/* --- which punch ---------------------------------------------------------- */

/* A punch of the card; it may end one record and begin the next. */
struct found {
	const struct time_bound *bound;
	const struct wire_card_punch *punch;
	size_t others; /* that fit as well */
};

#define MINUTE_MS 60000

static void
look_at(const struct time_bound *bound, const struct wire_card_punch *punch,
	const struct id *id, int64_t ms, struct found *found)
{
	bool fits = id != NULL ? id_equal(&punch->id, id)
			       : bound->key.at_ms / MINUTE_MS == ms / MINUTE_MS;

	if (!fits)
		return;
	if (found->punch == NULL) {
		found->bound = bound;
		found->punch = punch;
	} else if (!id_equal(&found->punch->id, &punch->id)) {
		found->others++;
	}
}

static void
look(const struct wire_card *card, const struct id *id, int64_t ms,
	struct found *found)
{
	for (size_t i = 0; i < card->record_count; i++) {
		const struct wire_card_record *it = &card->records[i];

		if (it->record.has_start)
			look_at(&it->record.start, &it->start, id, ms, found);
		if (it->record.has_end)
			look_at(&it->record.end, &it->end, id, ms, found);
	}
}

/* By its id, else by its time, to the minute. */
static int
find_punch(struct work *work, const char *words, struct found *found,
	struct err *err)
{
	struct err ignored;
	struct id id;
	int64_t ms;

	*found = (struct found){.punch = NULL};
	if (id_parse(words, &id, &ignored) == 0)
		look(&work->card, &id, 0, found);
	else if (read_time(work->call, "PUNCH", words, &ms, err) < 0)
		return -1;
	else
		look(&work->card, NULL, ms, found);
	if (found->punch == NULL)
		return err_set(err, ERR_NOT_FOUND,
			"no punch of this card is called \"%.40s\"; card "
			"--json has the times and ids of all",
			words);
	if (found->others > 0)
		return err_set(err, ERR_AMBIGUOUS,
			"several punches are of %.40s; say the id, as card "
			"--json has it",
			words);
	return 0;
}

/* --- the request ---------------------------------------------------------- */

static int
add_job(struct work *work, enum entry_kind kind, const char *option,
	const char *member, struct err *err)
{
	const char *words = args_text(work->args, option);
	struct id id;

	if (words == NULL)
		return 0;
	if (names_find(&work->names, kind, words, &id, err) < 0)
		return -1;
	jsonout_id(&work->json, member, &id);
	return 0;
}

static int
add_said(struct work *work, struct err *err)
{
	const char *at = args_text(work->args, "at");
	const char *comment = args_text(work->args, "comment");
	int64_t ms;

	if (at != NULL) {
		if (read_time(work->call, "--at", at, &ms, err) < 0)
			return -1;
		add_time(&work->json, ms);
	}
	if (comment != NULL)
		jsonout_text(&work->json, "comment", comment);
	if (add_job(work, ENTRY_LOCATION, "location", "location", err) < 0)
		return -1;
	return add_job(work, ENTRY_COST_CODE, "cost-code", "cost_code", err);
}

static int
add_which(struct work *work, enum how how, struct err *err)
{
	const char *words = args_operand(work->args, 2);
	struct found found;

	if (how == HOW_ADD) {
		for (size_t i = 0; presses[i] != NULL; i++)
			if (strcmp(presses[i], words) == 0) {
				jsonout_text(&work->json, "press", words);
				return 0;
			}
		return err_set(err, ERR_USAGE,
			"\"%.40s\" is none of go, stop, meal, resume", words);
	}
	if (find_punch(work, words, &found, err) < 0)
		return -1;
	jsonout_id(&work->json, "enrolment", &found.punch->enrolment);
	jsonout_id(&work->json, "punch", &found.punch->id);
	return 0;
}

/* One of them, or the parser had refused it. */
static enum how
how_of(const struct args *args)
{
	const char *word = args_operand(args, 1);
	int how = HOW_ADD;

	while (how < HOW_REMOVE && strcmp(hows[how], word) != 0)
		how++;
	return (enum how)how;
}

static int
make_body(struct work *work, struct err *err)
{
	const struct args *args = work->args;
	enum how how = how_of(args);
	int rc;

	jsonout_object(&work->json, NULL);
	jsonout_text(&work->json, "kind", hows[how]);
	jsonout_text(&work->json, "reason", args_text(args, "reason"));
	rc = add_which(work, how, err);
	if (rc == 0)
		rc = add_said(work, err);
	jsonout_object_end(&work->json);
	return rc;
}

static int
send(struct work *work, struct err *err)
{
	struct office_request request = {
		.method = "POST",
		.body = &work->body,
		.if_match = work->etag.data,
	};
	char id[ID_TEXT_BYTES];
	struct str path;
	int rc;

	str_init(&path, 1024);
	str_addf(&path, "/v1/time-cards/%s/corrections%s%s",
		id_format(&work->employee, id), work->query.len > 0 ? "?" : "",
		work->query.data);
	request.path = path.data;
	rc = wait_ask(work->call, &request, NULL, NULL, err);
	str_release(&path);
	if (rc < 0 && err->kind == ERR_BUSY)
		err_set(err, ERR_BUSY,
			"somebody changed the card since it was read a moment "
			"ago; look at it, and say it again");
	return rc;
}

/* --- the command ---------------------------------------------------------- */

/* What cannot be, before anything is asked. */
static int
check(const struct args *args, struct err *err)
{
	bool said = args_has(args, "at") || args_has(args, "location") ||
		    args_has(args, "cost-code") || args_has(args, "comment");

	switch (how_of(args)) {
	case HOW_ADD:
		return args_has(args, "at")
			       ? 0
			       : err_set(err, ERR_USAGE,
					 "--at is missing: when was it?");
	case HOW_CHANGE:
		return said ? 0
			    : err_set(err, ERR_USAGE,
				      "nothing is said of what to change; see "
				      "--help");
	case HOW_REMOVE:
	default:
		return said ? err_set(err, ERR_USAGE,
				      "what counts no more has no time and no "
				      "job")
			    : 0;
	}
}

/* The card that the time lies in: what was said, else of that day. */
static int
settle_query(struct work *work, struct err *err)
{
	const char *at = args_text(work->args, "at");
	const struct zone *zone = app_zone(work->call->app);
	char day[DATE_BYTES];
	int64_t ms;

	if (range_add(work->args, &work->query, err) < 0)
		return -1;
	if (work->query.len > 0)
		return 0;
	if (how_of(work->args) != HOW_ADD)
		at = args_operand(work->args, 2);
	if (at == NULL || read_time(work->call, "PUNCH", at, &ms, err) < 0) {
		err_clear(err); /* an id: of the period of today */
		return 0;
	}
	if (zone != NULL)
		str_addf(&work->query, "period=%s",
			date_format(zone_date(zone, ms), day));
	return 0;
}

static int
correct(struct work *work, struct err *err)
{
	static const char *const done[] = {"added", "changed", "removed"};
	struct str out;
	int rc;

	if (names_find(&work->names, ENTRY_EMPLOYEE,
		    args_operand(work->args, 0), &work->employee, err) < 0 ||
		settle_query(work, err) < 0 ||
		worked_card(work->call, &work->employee, work->query.data,
			&work->card, &work->etag, err) < 0)
		return -1;
	rc = make_body(work, err);
	if (rc == 0)
		rc = send(work, err);
	str_init(&out, 4096);
	str_addf(&out, "punch %s: the card of ", done[how_of(work->args)]);
	names_label(&work->names, ENTRY_EMPLOYEE, &work->employee, &out);
	str_addz(&out, " is corrected\n");
	if (rc == 0)
		rc = call_print(&out, err);
	str_release(&out);
	wire_card_release(&work->card);
	return rc;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	struct work work = {.call = ctx, .args = args};
	int rc;

	if (check(args, err) < 0 || call_open(ctx, err) < 0)
		return -1;
	str_init(&work.query, 256);
	str_init(&work.etag, 256);
	str_init(&work.body, 65536);
	jsonout_init(&work.json, &work.body);
	rc = names_load(ctx, &work.names, err);
	if (rc == 0)
		rc = correct(&work, err);
	names_release(&work.names);
	str_release(&work.query);
	str_release(&work.etag);
	str_release(&work.body);
	return rc;
}

static const struct option options[] = {
	{.name = "reason",
		.arg = "TEXT",
		.help = "why, for the person and the audit",
		.required = true},
	{.name = "at",
		.arg = "TIME",
		.help = "when it was, such as 2026-11-16 07:00"},
	{.name = "location",
		.letter = 'l',
		.arg = "NAME",
		.help = "where",
		.completes = "locations"},
	{.name = "cost-code",
		.letter = 'c',
		.arg = "NAME",
		.help = "what was done",
		.completes = "cost-codes"},
	{.name = "comment",
		.letter = 'm',
		.arg = "TEXT",
		.help = "a note of one that is added"},
	RANGE_PERIOD,
	RANGE_FROM,
	RANGE_TO,
	CTL_NO_MORE,
};
static const struct operand operands[] = {
	{.name = "WHICH", .completes = "employees"},
	{.name = "HOW", .words = hows},
	{.name = "PUNCH"},
	CTL_NO_MORE,
};

const struct command correct_command = {
	.name = "correct",
	.help = "add a punch, change one, or let one count no more",
	.options = options,
	.operands = operands,
	.run = run,
};
