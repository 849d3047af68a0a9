#include "commands.h"

#include <string.h>

#include "app/account.h"
#include "app/choices.h"
#include "base/text.h"
#include "kinds.h"

#define COMMANDS_MAX 32

static const struct command *const others[] = {
	&commands_company,
	&commands_import,
	&commands_export,
	&commands_card,
	&commands_request,
	&commands_approve,
	&commands_unapprove,
	&commands_period,
	&commands_report,
	&commands_quarantine,
	&commands_audit,
	&commands_device,
	&commands_session,
	&commands_doctor,
};

const struct command *const *
commands_all(void)
{
	static const struct command *all[COMMANDS_MAX + 1];
	size_t count;

	(void)kinds_table(&count);
	for (size_t i = 0; i < count; i++)
		all[i] = kinds_command(i);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		all[count + i] = others[i];
	return all;
}

/* --- for a shell ---------------------------------------------------------- */

#define HITS_MAX 256

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

/* By number where it has one, else by name. */
static void
offer(struct complete *to, const struct choice *choice, const char *typed)
{
	struct str number;

	str_init(&number, ENTRY_NUMBER_BYTES);
	str_add(&number, choice->label, choice->number_len);
	if (!is_clean(choice->label))
		;
	else if (number.len > 0 &&
		 strncmp(number.data, typed, strlen(typed)) == 0)
		complete_add(to, number.data, choice->name);
	else
		complete_add(to, choice->name, number.data);
	str_release(&number);
}

void
commands_values(void *ctx, const char *completes, const char *typed,
	const struct args *args, struct complete *to)
{
	struct ctl_call *call = ctx;
	struct choices *choices;
	struct match_query *query;
	enum entry_kind kind;
	struct err ignored = {0};
	uint32_t hits[HITS_MAX];
	size_t count;
	size_t n;

	(void)args;
	if (entry_kind_parse(completes, &kind, &ignored) < 0 ||
		call->host->open(call->host->ctx, false, &call->app, &ignored) <
			0 ||
		choices_new(call->app, kind, NULL, NULL, &choices, &ignored) <
			0)
		return;
	query = choices_query_new(choices);
	n = match_find(query, typed, 0, HITS_MAX, hits, &count);
	for (size_t i = 0; i < n; i++) {
		struct choice choice = choices_at(choices, hits[i]);

		offer(to, &choice, typed);
	}
	match_query_free(&query);
	choices_free(&choices);
}
