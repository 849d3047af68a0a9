#include <stdio.h>
#include <string.h>

#include "app/deliver.h"
#include "app/words.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "call.h"
#include "core/problem.h"

/* What is kept, what was set aside and why, and having it tried again. */

static void
add_json(struct jsonout *json, const struct kept_punch *kept)
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
	jsonout_int(json, "device_seq", punch->number);
	if (punch->has_chosen)
		jsonout_text(json, "chosen_at",
			civil_format_rfc3339(punch->chosen_ms, time));
	if (!id_is_nil(&punch->location))
		jsonout_id(json, "location", &punch->location);
	if (!id_is_nil(&punch->cost_code))
		jsonout_id(json, "cost_code", &punch->cost_code);
	if (!id_is_nil(&punch->target))
		jsonout_id(json, "target", &punch->target);
	if (punch->comment[0])
		jsonout_text(json, "comment", punch->comment);
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
};

static bool
on_json(void *ctx, const struct kept_punch *kept)
{
	struct listing *listing = ctx;

	add_json(&listing->json, kept);
	return true;
}

static bool
on_words(void *ctx, const struct kept_punch *kept)
{
	struct listing *listing = ctx;
	struct app *app = listing->call->app;
	char id[ID_TEXT_BYTES];
	struct receipt receipt;
	struct err ignored = {0};

	str_addf(listing->out, "%s  ", id_format(&kept->punch.id, id));
	words_date(listing->out, app_zone(app), kept->punch.pressed.wall_ms);
	str_addz(listing->out, "  ");
	if (receipt_of(app, &kept->punch.id, &receipt, &ignored) == 0)
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
	jsonout_object_end(json);
	str_addc(listing->out, '\n');
	return 0;
}

static int
queue_list(struct listing *listing, bool as_json, struct err *err)
{
	struct app *app = listing->call->app;

	if (as_json)
		return add_lists(listing, err);
	if (app_account(app) == NULL)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (deliver_list(app, STORE_SET_ASIDE, on_words, listing, err) < 0 ||
		deliver_list(app, STORE_WAITING, on_words, listing, err) < 0)
		return -1;
	if (listing->out->len == 0)
		str_addz(listing->out, "Nothing is kept and nothing was set "
				       "aside.\n");
	return 0;
}

static int
queue_show(struct listing *listing, const char *text, bool as_json,
	struct err *err)
{
	struct app *app = listing->call->app;
	struct kept_punch kept;
	struct id id;

	if (id_parse(text, &id, err) < 0 ||
		deliver_find(app, &id, &kept, err) < 0)
		return -1;
	if (!as_json) {
		(void)on_words(listing, &kept);
		return 0;
	}
	jsonout_init(&listing->json, listing->out);
	add_json(&listing->json, &kept);
	str_addc(listing->out, '\n');
	return 0;
}

static int
queue_retry(struct cli_call *call, struct err *err)
{
	struct id id;

	if (call->argc < 2)
		return err_set(err, ERR_USAGE, "queue retry wants an ID");
	for (int i = 1; i < call->argc; i++)
		if (id_parse(call->argv[i], &id, err) < 0 ||
			deliver_retry(call->app, &id, err) < 0)
			return -1;
	return cli_sync(call, &(struct cli_options){0}, err);
}

static bool
on_line(void *ctx, const char *line)
{
	(void)ctx;
	return puts(line) >= 0;
}

/* Everything, also from a journal that this version cannot open. */
static int
queue_export(struct cli_call *call, struct err *err)
{
	struct str nothing;
	int rc;

	if (call->host->export(call->host->ctx, on_line, NULL, err) < 0)
		return -1;
	str_init(&nothing, 0);
	rc = cli_print(&nothing, err); /* flushed: it is really out */
	str_release(&nothing);
	return rc;
}

int
cli_queue(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	const char *verb = call->argc > 0 ? call->argv[0] : "list";
	struct listing listing = {.call = call};
	struct str text;
	int rc;

	if (strcmp(verb, "export") == 0 && call->argc == 1)
		return queue_export(call, err);
	if (cli_open_app(call, err) < 0)
		return -1;
	if (strcmp(verb, "retry") == 0)
		return queue_retry(call, err);
	str_init(&text, SIZE_MAX / 2);
	listing.out = &text;
	if (strcmp(verb, "list") == 0 && call->argc <= 1)
		rc = queue_list(&listing, options->json, err);
	else if (strcmp(verb, "show") == 0 && call->argc == 2)
		rc = queue_show(&listing, call->argv[1], options->json, err);
	else
		rc = err_set(err, ERR_USAGE,
			"queue knows: list, show ID, retry ID..., export");
	if (rc == 0)
		rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}
