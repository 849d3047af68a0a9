#include <string.h>

#include "app/choices.h"
#include "base/text.h"
#include "call.h"

/*
 * The matches of a text, best first, as lines or as JSON. That there is none
 * is said, too: a script reads it from the exit code.
 */

#define LIST_WINDOW 256

static void
add_one(struct str *out, struct jsonout *json, bool as_json,
	const struct choice *choice)
{
	struct str number;

	if (!as_json) {
		text_clean(out, choice->label, strlen(choice->label));
		str_addc(out, '\n');
		return;
	}
	jsonout_object(json, NULL);
	jsonout_id(json, "id", &choice->id);
	str_init(&number, ENTRY_NUMBER_BYTES);
	str_add(&number, choice->label, choice->number_len);
	jsonout_text(json, "number", number.data);
	str_release(&number);
	jsonout_text(json, "name", choice->name);
	if (choice->username != NULL)
		jsonout_text(json, "username", choice->username);
	jsonout_text(json, "label", choice->label);
	jsonout_bool(json, "recent", choice->recent);
	jsonout_object_end(json);
}

/* How many there are. */
static size_t
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
		if (at == 0 && match_is_near(query))
			cli_say("nothing fits; this is a letter off:");
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
	return count;
}

static int
run_list(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const char *typed =
		args_operand(args, 1) != NULL ? args_operand(args, 1) : "";
	const struct account *account;
	struct choices *choices;
	enum entry_kind kind;
	struct str text;
	size_t count;
	int rc;

	if (entry_kind_parse(args_operand(args, 0), &kind, err) < 0 ||
		cli_open_app(call, err) < 0)
		return -1;
	account = app_account(call->app);
	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (choices_new(call->app, kind, &account->person.id, NULL, &choices,
		    err) < 0)
		return -1;
	str_init(&text, SIZE_MAX / 2);
	count = add_matches(&text, choices, typed, args_has(args, "json"));
	rc = cli_print(&text, err);
	if (rc == 0 && count == 0)
		rc = choices_say_none(choices, typed, err);
	str_release(&text);
	choices_free(&choices);
	return rc;
}

/* --- for a shell ---------------------------------------------------------- */

/* Whether a text begins with what was typed (folded). */
static bool
begins(const char *text, const char *typed)
{
	struct str folded;
	bool yes;

	str_init(&folded, SIZE_MAX / 2);
	text_fold(&folded, text, strlen(text));
	yes = strncmp(folded.data, typed, strlen(typed)) == 0;
	str_release(&folded);
	return yes;
}

/* Nobody can type what has to be shown as an escape. */
static bool
is_clean(const char *text)
{
	struct str clean;
	bool yes;

	str_init(&clean, SIZE_MAX / 2);
	text_clean(&clean, text, strlen(text));
	yes = strcmp(clean.data, text) == 0;
	str_release(&clean);
	return yes;
}

/* The name, the number or the username, whichever was begun. */
static void
offer(struct complete *to, const struct choice *choice, const char *typed,
	bool part_will_do)
{
	bool by_name = choice->name[0] != '\0' && begins(choice->name, typed);
	const char *username = choice->username != NULL ? choice->username : "";
	struct str number;

	if (!is_clean(choice->label) || !is_clean(username))
		return;
	str_init(&number, ENTRY_NUMBER_BYTES);
	str_add(&number, choice->label, choice->number_len);
	if (!by_name && number.len > 0 && begins(number.data, typed))
		complete_add(to, number.data, choice->name);
	else if (!by_name && username[0] != '\0' && begins(username, typed))
		complete_add(to, username, choice->name);
	else if (by_name || (part_will_do && choice->name[0] != '\0'))
		complete_add(to, choice->name, number.data);
	str_release(&number);
}

/*
 * A shell puts the head that all candidates share in place of what was typed:
 * so a part from the middle of a name counts only where it is the only match.
 */
static void
offer_matches(
	struct complete *to, const struct choices *choices, const char *typed)
{
	struct match_query *query = choices_query_new(choices);
	uint32_t hits[LIST_WINDOW];
	struct str folded;
	size_t count;
	size_t n;

	str_init(&folded, SIZE_MAX / 2);
	text_fold(&folded, typed, strlen(typed));
	for (size_t at = 0;; at += n) {
		n = match_find(query, typed, at, LIST_WINDOW, hits, &count);
		for (size_t i = 0; i < n; i++) {
			struct choice choice = choices_at(choices, hits[i]);

			offer(to, &choice, folded.data, count == 1);
		}
		if (n == 0)
			break;
	}
	str_release(&folded);
	match_query_free(&query);
}

/* A cost code that the location before it takes, where one was named. */
static bool
find_location(struct app *app, const struct args *args, struct id *id_out)
{
	const char *text = args_text(args, "location");
	struct choices *choices;
	struct choice choice;
	struct err ignored = {0};
	bool found;

	if (text == NULL || choices_new(app, ENTRY_LOCATION, NULL, NULL,
				    &choices, &ignored) < 0)
		return false;
	found = choices_resolve(choices, text, &choice, &ignored) == 0;
	if (found)
		*id_out = choice.id;
	choices_free(&choices);
	return found;
}

void
list_values(void *ctx, const char *completes, const char *typed,
	const struct args *args, struct complete *to)
{
	struct cli_call *call = ctx;
	struct choices *choices;
	struct id location = {0};
	enum entry_kind kind;
	struct err ignored = {0};
	bool placed;

	if (entry_kind_parse(completes, &kind, &ignored) < 0 ||
		call->host->open(call->host->ctx, false, &call->app, &ignored) <
			0)
		return;
	placed = kind == ENTRY_COST_CODE &&
		 find_location(call->app, args, &location);
	if (choices_new(call->app, kind, NULL, placed ? &location : NULL,
		    &choices, &ignored) < 0)
		return;
	offer_matches(to, choices, typed);
	choices_free(&choices);
}

/* --- the command ---------------------------------------------------------- */

static const char *const kinds[] = {
	LIST_LOCATIONS, LIST_COST_CODES, LIST_EMPLOYEES, NULL};
static const struct option options[] = {CLI_JSON, CLI_NO_MORE};
static const struct operand operands[] = {
	{.name = "LIST", .words = kinds},
	{.name = "TEXT", .optional = true},
	CLI_NO_MORE,
};

const struct command cli_list = {
	.name = "list",
	.help = "what may be chosen",
	.options = options,
	.operands = operands,
	.run = run_list,
};
