#include "who.h"

#include <string.h>

#include "app/ready.h"
#include "ending.h"

/* What is wrong with an answer; 0: nothing. */
typedef int look_at(struct cli_call *call, char *word, struct err *err);

struct question {
	const char *label;
	const char *words; /* as asked, with an example */
	look_at *look;
};

/* An option, else the configuration's or the last one, else a question. */
static int
settle(struct cli_call *call, const struct question *question,
	const char *known, char word_out[ASK_LINE_BYTES], struct err *err)
{
	const char *label = question->label;

	if (known != NULL && known[0] != '\0') {
		if (!str_copy(word_out, ASK_LINE_BYTES, known))
			return err_set(err, ERR_USAGE, "%s is too long", label);
		return question->look(call, word_out, err);
	}
	if (!ask_line_can())
		return err_set(err, ERR_USAGE,
			"%s is missing (see connect-clock login --help)",
			label);
	while (ask_line(question->words, word_out)) {
		if (question->look(call, word_out, err) == 0)
			return 0;
		cli_say(err->text);
		err_clear(err);
	}
	return err_set(err, ERR_USAGE, "%s is missing", label);
}

/* That a Connect service answers there, too. */
static int
look_at_server(struct cli_call *call, char *word, struct err *err)
{
	struct ending ending = {0};
	char url[512];

	if (settings_check_server(word, url, err) < 0)
		return -1;
	(void)str_copy(word, ASK_LINE_BYTES, url);
	ready_server(call->app, url, ending_on_done, &ending);
	return ending_wait(call, &ending, CLI_SIGN_IN_MS, err);
}

static int
look_at_company(struct cli_call *call, char *word, struct err *err)
{
	char company[COMPANY_ID_BYTES];

	(void)call;
	return person_read_company(word, company, err);
}

static int
look_at_username(struct cli_call *call, char *word, struct err *err)
{
	(void)call;
	if (word[strspn(word, " \t")] == '\0')
		return err_set(err, ERR_USAGE, "the username is missing");
	return 0;
}

static const char *
or_else(const char *first, const char *second, const char *third)
{
	if (first != NULL)
		return first;
	return second[0] != '\0' ? second : third;
}

int
who_settle(struct cli_call *call, const struct args *args, struct who *who_out,
	struct err *err)
{
	const struct cli_host *host = call->host;
	const struct settings *settings = host->settings(host->ctx);
	const struct account *account = app_account(call->app);
	static const struct question server = {
		"Server", "Server (such as time.example.com)", look_at_server};
	static const struct question company = {
		"Company ID", "Company ID (such as acme)", look_at_company};
	static const struct question username = {
		"Username", "Username", look_at_username};

	if (settle(call, &server,
		    or_else(args_text(args, "server"), settings->server,
			    account != NULL ? account->server : ""),
		    who_out->server, err) < 0)
		return -1;
	if (settle(call, &company,
		    or_else(args_text(args, "company"), settings->company_id,
			    account != NULL ? account->person.company_id : ""),
		    who_out->company, err) < 0)
		return -1;
	return settle(call, &username,
		or_else(args_text(args, "username"), "",
			account != NULL ? account->username : ""),
		who_out->username, err);
}
