#include <string.h>

#include "app/choices.h"
#include "base/text.h"
#include "call.h"

/* The matches of a text, best first, as lines or as JSON. */

#define LIST_WINDOW 256

static void
add_one(struct str *out, struct jsonout *json, bool as_json,
	const struct choice *choice)
{
	if (!as_json) {
		text_clean(out, choice->label, strlen(choice->label));
		str_addc(out, '\n');
		return;
	}
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &choice->id);
	jsonout_text(json, "label", choice->label);
	jsonout_bool(json, "recent", choice->recent);
	jsonout_object_end(json);
}

static void
add_matches(struct str *out, const struct choices *choices, const char *text,
	bool as_json)
{
	struct match_query *query = choices_query_new(choices);
	struct jsonout json;
	uint32_t hits[LIST_WINDOW];
	size_t count;
	size_t n;

	jsonout_init(&json, out);
	if (as_json)
		jsonout_array(&json, NULL);
	for (size_t at = 0;; at += n) {
		n = match_find(query, text, at, LIST_WINDOW, hits, &count);
		for (size_t i = 0; i < n; i++) {
			struct choice choice = choices_at(choices, hits[i]);

			add_one(out, &json, as_json, &choice);
		}
		if (n == 0)
			break;
	}
	if (as_json) {
		jsonout_array_end(&json);
		str_addc(out, '\n');
	}
	match_query_free(&query);
}

int
cli_list(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	const struct account *account;
	struct choices *choices;
	enum entry_kind kind;
	struct str text;
	int rc;

	if (call->argc < 1 || call->argc > 2 ||
		entry_kind_parse(call->argv[0], &kind, err) < 0)
		return err_set(err, ERR_USAGE,
			"list wants locations, cost-codes or employees, and "
			"perhaps a text");
	if (cli_open_app(call, err) < 0)
		return -1;
	account = app_account(call->app);
	if (choices_new(call->app, kind,
		    account != NULL ? &account->person.id : NULL, NULL,
		    &choices, err) < 0)
		return -1;
	str_init(&text, SIZE_MAX / 2);
	add_matches(&text, choices, call->argc == 2 ? call->argv[1] : "",
		options->json);
	rc = cli_print(&text, err);
	str_release(&text);
	choices_free(&choices);
	return rc;
}
