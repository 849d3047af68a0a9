#include <stdio.h>
#include <string.h>

#include "app/deliver.h"
#include "app/explain.h"
#include "app/words.h"
#include "base/number.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "call.h"
#include "core/cause.h"
#include "core/problem.h"
#include "lost.h"

/* What is kept, what was set aside and why, and having it tried again. */

static void
add_time(struct jsonout *json, const char *member, int64_t ms)
{
	char time[CIVIL_RFC3339_BYTES];

	if (ms != 0)
		jsonout_text(json, member, civil_format_rfc3339(ms, time));
}

/* Where it stands in the ledger, and how sure its time is. */
static void
add_standing(struct jsonout *json, const struct verdict *verdict)
{
	add_time(json, "counts_at", verdict->at_ms);
	jsonout_text(json, "method", restate_method_name(verdict->method));
	add_time(json, "not_before", verdict->not_before_ms);
	add_time(json, "not_after", verdict->not_after_ms);
	jsonout_array(json, "flags");
	for (unsigned bit = 1; bit != 0 && bit <= verdict->flags; bit <<= 1)
		if (verdict->flags & bit)
			jsonout_text(json, NULL,
				restate_flag_name((enum restate_flag)bit));
	jsonout_array_end(json);
	jsonout_array(json, "causes");
	for (unsigned bit = 1; bit != 0 && bit <= verdict->causes; bit <<= 1)
		if (verdict->causes & bit)
			jsonout_text(json, NULL, cause_name((enum cause)bit));
	jsonout_array_end(json);
}

/* The names of what the ids stand for, where they are known here. */
static void
add_names(struct app *app, struct jsonout *json, const struct id *punch)
{
	struct receipt receipt;
	struct err ignored = {0};

	if (app_account(app) == NULL ||
		receipt_of(app, punch, NULL, &receipt, &ignored) < 0)
		return;
	jsonout_object(json, "names");
	jsonout_object(json, "employee");
	jsonout_text(json, "number", receipt.employee_number);
	jsonout_text(json, "name", receipt.employee);
	if (receipt.employee_username[0])
		jsonout_text(json, "username", receipt.employee_username);
	jsonout_object_end(json);
	if (receipt.location[0])
		cli_json_label(json, "location", receipt.location,
			receipt.location_number_len);
	if (receipt.cost_code[0])
		cli_json_label(json, "cost_code", receipt.cost_code,
			receipt.cost_code_number_len);
	jsonout_object_end(json);
}

static void
add_json(struct app *app, struct jsonout *json, const struct kept_punch *kept)
{
	const struct punch *punch = &kept->punch;
	char time[CIVIL_RFC3339_BYTES];

	jsonout_object(json, NULL);
	jsonout_id(json, "id", &punch->id);
	jsonout_text(json, "kind", punch_kind_name(punch->kind));
	jsonout_text(
		json, "at", civil_format_rfc3339(punch->pressed.wall_ms, time));
	jsonout_id(json, "employee", &punch->employee);
	jsonout_id(json, "pressed_by", &punch->pressed_by);
	jsonout_id(json, "enrolment", &punch->enrolment);
	jsonout_int(json, "number", punch->number);
	if (punch->has_chosen)
		jsonout_text(json, "chosen_at",
			civil_format_rfc3339(punch->chosen_ms, time));
	if (!id_is_nil(&punch->location))
		jsonout_id(json, "location", &punch->location);
	if (!id_is_nil(&punch->cost_code))
		jsonout_id(json, "cost_code", &punch->cost_code);
	add_names(app, json, &punch->id);
	if (!id_is_nil(&punch->target))
		jsonout_id(json, "target", &punch->target);
	if (punch->comment[0])
		jsonout_text(json, "comment", punch->comment);
	if (kept->state == KEPT_ANSWERED)
		add_standing(json, &kept->verdict);
	if (kept->state == KEPT_SET_ASIDE) {
		jsonout_text(json, "problem", kept->verdict.problem);
		jsonout_text(json, "detail", kept->verdict.detail);
		jsonout_text(json, "remedy",
			problem_remedy_of(kept->verdict.problem));
	}
	jsonout_object_end(json);
}

struct listing {
	struct cli_call *call;
	struct str *out;
	struct jsonout json;
	bool has_closed; /* some that are closed were listed */
};

static bool
on_json(void *ctx, const struct kept_punch *kept)
{
	struct listing *listing = ctx;

	add_json(listing->call->app, &listing->json, kept);
	return true;
}

static bool
on_words(void *ctx, const struct kept_punch *kept)
{
	struct listing *listing = ctx;
	struct app *app = listing->call->app;
	struct receipt receipt;
	struct err ignored = {0};

	str_addf(listing->out, "%lld  ", (long long)kept->punch.number);
	words_date(listing->out, app_zone(app), kept->punch.pressed.wall_ms);
	str_addz(listing->out, "  ");
	if (receipt_of(app, &kept->punch.id, NULL, &receipt, &ignored) == 0)
		words_receipt(listing->out, &receipt, app_zone(app),
			&app_account(app)->person.id);
	else
		str_addz(listing->out, punch_kind_name(kept->punch.kind));
	str_addc(listing->out, '\n');
	return true;
}

static int
add_lists(struct listing *listing, struct err *err)
{
	struct app *app = listing->call->app;
	struct jsonout *json = &listing->json;

	jsonout_init(json, listing->out);
	jsonout_object(json, NULL);
	jsonout_array(json, "kept");
	if (deliver_list(app, STORE_WAITING, on_json, listing, err) < 0)
		return -1;
	jsonout_array_end(json);
	jsonout_array(json, "set_aside");
	if (deliver_list(app, STORE_SET_ASIDE, on_json, listing, err) < 0)
		return -1;
	jsonout_array_end(json);
	jsonout_array(json, "closed");
	if (deliver_list(app, STORE_CLOSED, on_json, listing, err) < 0)
		return -1;
	jsonout_array_end(json);
	if (lost_add_json(listing->call, json, err) < 0)
		return -1;
	jsonout_object_end(json);
	str_addc(listing->out, '\n');
	return 0;
}

/* Prints what `add` makes of the listing. */
static int
print_listing(struct cli_call *call, const struct args *args,
	int (*add)(struct listing *, struct err *), struct err *err)
{
	struct listing listing = {.call = call, .has_closed = false};
	struct str text;
	int rc;

	call->args = args;
	if (cli_open_app(call, err) < 0)
		return -1;
	str_init(&text, SIZE_MAX / 2);
	listing.out = &text;
	rc = add(&listing, err);
	if (rc == 0)
		rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

/* Under a heading of their own. */
static bool
on_closed(void *ctx, const struct kept_punch *kept)
{
	struct listing *listing = ctx;

	if (!listing->has_closed)
		str_addz(listing->out, "Closed:\n");
	listing->has_closed = true;
	return on_words(ctx, kept);
}

static int
add_all(struct listing *listing, struct err *err)
{
	struct app *app = listing->call->app;

	if (args_has(listing->call->args, "json"))
		return add_lists(listing, err);
	if (lost_add_words(listing->call, listing->out, err) < 0)
		return -1;
	if (app_account(app) == NULL && listing->out->len == 0)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (app_account(app) == NULL)
		return 0;
	if (deliver_list(app, STORE_SET_ASIDE, on_words, listing, err) < 0 ||
		deliver_list(app, STORE_WAITING, on_words, listing, err) < 0)
		return -1;
	if (listing->out->len == 0)
		str_addz(listing->out, "Nothing is kept and nothing was set "
				       "aside.\n");
	return deliver_list(app, STORE_CLOSED, on_closed, listing, err);
}

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	return print_listing(ctx, args, add_all, err);
}

/* Of the punches that the list shows, those of a number. */
struct search {
	int64_t number;
	struct id found;
	size_t count;
	struct str *ids;
};

static bool
on_number(void *ctx, const struct kept_punch *kept)
{
	struct search *search = ctx;
	char id[ID_TEXT_BYTES];

	if (kept->punch.number != search->number)
		return true;
	search->found = kept->punch.id;
	search->count++;
	str_addf(search->ids, "%s\n", id_format(&kept->punch.id, id));
	return true;
}

/* Every enrolment counts its own, so that two punches may have one number. */
static int
find_number(struct cli_call *call, int64_t number, struct id *id_out,
	struct err *err)
{
	struct search search = {.number = number, .ids = &call->candidates};

	str_clear(&call->candidates);
	if (deliver_list(call->app, STORE_SET_ASIDE, on_number, &search, err) <
			0 ||
		deliver_list(
			call->app, STORE_WAITING, on_number, &search, err) < 0)
		return -1;
	if (search.count > 1)
		return err_set(err, ERR_AMBIGUOUS,
			"%lld is the number of %zu punches; say the id of one",
			(long long)number, search.count);
	str_clear(&call->candidates);
	if (search.count == 0)
		return err_set(err, ERR_NOT_FOUND,
			"nothing of the number %lld is kept or set aside; "
			"connect-clock queue lists what is",
			(long long)number);
	*id_out = search.found;
	return 0;
}

/* A number of the list, or the id of any punch. */
static int
read_punch(struct cli_call *call, const char *word, struct id *id_out,
	struct err *err)
{
	struct err ignored = {0};
	long long number;

	if (number_parse(word, 1, INT64_MAX, &number, &ignored) == 0)
		return find_number(call, number, id_out, err);
	if (id_parse(word, id_out, &ignored) == 0)
		return 0;
	return err_set(err, ERR_USAGE,
		"\"%.60s\" is neither a number of the queue nor an id; "
		"connect-clock queue lists what there is",
		word);
}

static int
add_one(struct listing *listing, struct err *err)
{
	char text[ID_TEXT_BYTES];
	const struct args *args = listing->call->args;
	struct kept_punch kept;
	struct id id;

	if (read_punch(listing->call, args_operand(args, 0), &id, err) < 0 ||
		deliver_find(listing->call->app, &id, &kept, err) < 0)
		return -1;
	if (!args_has(args, "json")) {
		(void)on_words(listing, &kept);
		str_addf(listing->out, "  %-11s %s\n", "Id",
			id_format(&id, text));
		explain_words(
			listing->out, &kept, app_zone(listing->call->app));
		return 0;
	}
	jsonout_init(&listing->json, listing->out);
	add_json(listing->call->app, &listing->json, &kept);
	str_addc(listing->out, '\n');
	return 0;
}

static int
run_show(void *ctx, const struct args *args, struct err *err)
{
	return print_listing(ctx, args, add_one, err);
}

static int
run_retry(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct id id;

	if (cli_open_app(call, err) < 0)
		return -1;
	for (size_t i = 0; i < args->operand_count; i++)
		if (read_punch(call, args->operands[i], &id, err) < 0 ||
			deliver_retry(call->app, &id, err) < 0)
			return -1;
	if (app_account(call->app) == NULL)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	return sync_once(call, err);
}

static int
run_close(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const char *reason = args_text(args, "reason");
	struct id id;

	if (cli_open_app(call, err) < 0)
		return -1;
	for (size_t i = 0; i < args->operand_count; i++)
		if (read_punch(call, args->operands[i], &id, err) < 0 ||
			deliver_close(call->app, &id, reason, err) < 0)
			return -1;
	cli_say("Closed. It stays in the journal, and in queue export.");
	return 0;
}

static bool
on_line(void *ctx, const char *line)
{
	(void)ctx;
	return puts(line) >= 0;
}

/* Everything, also from a journal that this version cannot open. */
static int
run_export(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct str nothing;
	int rc;

	(void)args;
	if (call->host->export(call->host->ctx, on_line, NULL, err) < 0)
		return -1;
	str_init(&nothing, 0);
	rc = cli_print(&nothing, err); /* flushed: it is really out */
	str_release(&nothing);
	return rc;
}

static const struct option options[] = {CLI_JSON, CLI_NO_MORE};
static const struct operand one[] = {{.name = "NUMBER"}, CLI_NO_MORE};
static const struct operand several[] = {
	{.name = "NUMBER", .repeats = true}, CLI_NO_MORE};

static const struct command list = {
	.name = "list",
	.help = "what is kept, what was set aside and why",
	.options = options,
	.run = run_list,
};
static const struct command show = {
	.name = "show",
	.help = "one of them",
	.options = options,
	.operands = one,
	.run = run_show,
};
static const struct command retry = {
	.name = "retry",
	.help = "send again what was set aside",
	.operands = several,
	.run = run_retry,
};
static const struct option close_options[] = {
	{
		.name = "reason",
		.letter = 'm',
		.required = true,
		.arg = "TEXT",
		.help = "why it needs no attention any more",
	},
	CLI_NO_MORE};
static const struct command close = {
	.name = "close",
	.help = "be done with what was set aside",
	.options = close_options,
	.operands = several,
	.run = run_close,
};
static const struct command acknowledge = {
	.name = "acknowledge",
	.help = "say that you know what is lost",
	.run = lost_run_acknowledge,
};
static const struct command export = {
	.name = "export",
	.help = "every row of the journal, as JSON",
	.run = run_export,
};
static const struct command *const subs[] = {
	&list, &show, &retry, &close, &acknowledge, &export, NULL};

const struct command cli_queue = {
	.name = "queue",
	.help = "what is kept or set aside; alone: list",
	.options = options,
	.subs = subs,
	.run = run_list,
};
