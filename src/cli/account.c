#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "app/deliver.h"
#include "base/text.h"
#include "ending.h"

int
cli_print_who(struct cli_call *call, struct err *err)
{
	const struct account *account = app_account(call->app);
	const struct person *person = &account->person;
	struct str text;
	int rc;

	str_init(&text, 4096);
	text_clean(&text, person->name, strlen(person->name));
	str_addz(&text, " · ");
	text_clean(&text, person->company_name, strlen(person->company_name));
	str_addf(&text, " (%s) · %s\n", person->company_id, account->server);
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

static int
run_logout(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct ending ending = {0};
	struct queue_counts counts;
	char line[128];

	(void)args;
	if (cli_open_app(call, err) < 0 ||
		account_sign_out(call->app, ending_on_done, &ending, err) < 0 ||
		ending_wait(call, &ending, CLI_SIGN_IN_MS, err) < 0 ||
		deliver_counts(call->app, &counts, err) < 0)
		return -1;
	if (counts.waiting > 0) {
		snprintf(line, sizeof(line),
			"signed out; %lld kept %s sent by connect-clock sync",
			(long long)counts.waiting,
			counts.waiting == 1 ? "punch stays and is"
					    : "punches stay and are");
		cli_say(line);
	}
	return 0;
}

const struct command cli_logout = {
	.name = "logout",
	.help = "sign out; kept punches stay",
	.run = run_logout,
};

/* The same words as the service's: "clock-in-for", "board=view". */
static void
add_permissions(struct jsonout *json, permission_set set)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);
	struct str word;

	jsonout_array(json, "permissions");
	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(set, &rows[i]);

		if (strcmp(level, "none") == 0)
			continue;
		str_init(&word, 128);
		str_addz(&word, rows[i].name);
		if (rows[i].is_area)
			str_addf(&word, "=%s", level);
		jsonout_text(json, NULL, word.data);
		str_release(&word);
	}
	jsonout_array_end(json);
}

static int
run_whoami(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const struct account *account;
	struct jsonout json;
	struct str text;
	int rc;

	if (cli_open_app(call, err) < 0)
		return -1;
	account = app_account(call->app);
	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	if (!args_has(args, "json"))
		return cli_print_who(call, err);
	str_init(&text, 8192);
	jsonout_init(&json, &text);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "id", &account->person.id);
	jsonout_text(&json, "name", account->person.name);
	jsonout_text(&json, "username", account->username);
	jsonout_text(&json, "company", account->person.company_id);
	jsonout_text(&json, "company_name", account->person.company_name);
	jsonout_text(&json, "server", account->server);
	add_permissions(&json, account->person.permissions);
	jsonout_object_end(&json);
	str_addc(&text, '\n');
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

static const struct option whoami_options[] = {CLI_JSON, CLI_NO_MORE};

const struct command cli_whoami = {
	.name = "whoami",
	.help = "who is signed in",
	.options = whoami_options,
	.run = run_whoami,
};
