#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/account.h"
#include "app/deliver.h"
#include "base/text.h"
#include "call.h"

#define LINE_BYTES 1024

/* How a sign-in or -out ended. */
struct ending {
	bool done;
	struct err err;
};

static void
on_done(void *ctx, const struct err *err)
{
	struct ending *ending = ctx;

	ending->done = true;
	ending->err = *err;
}

static bool
is_done(void *ctx)
{
	const struct ending *ending = ctx;

	return ending->done;
}

/* Waits for it; what is no error may still be a warning in ending->err. */
static int
wait_for_end(struct cli_call *call, struct ending *ending, struct err *err)
{
	if (!app_run_until(call->app, is_done, ending, CLI_SIGN_IN_MS))
		return err_set(err, ERR_UNAVAILABLE,
			"the service did not answer in time; try again");
	if (ending->err.kind != ERR_NONE) {
		*err = ending->err;
		return -1;
	}
	return 0;
}

/* What may be chosen comes with the sign-in; without it, it is only said. */
static void
wait_for_catalogue(struct cli_call *call)
{
	struct ending ending = {0};

	deliver_wait(call->app, on_done, &ending);
	if (!app_run_until(call->app, is_done, &ending, CLI_SIGN_IN_MS))
		cli_say("signed in; the catalogue did not come in time, "
			"connect-clock sync fetches it");
	else if (ending.err.kind != ERR_NONE)
		cli_say(ending.err.text);
}

/* A line without its end. False at the end of input or when it is too long. */
static bool
read_line(FILE *from, char *line, size_t size)
{
	size_t len;

	if (fgets(line, (int)size, from) == NULL)
		return false;
	len = strcspn(line, "\r\n");
	if (line[len] == '\0' && len == size - 1)
		return false;
	line[len] = '\0';
	return true;
}

/* Byte by byte from a terminal: nothing of it stays in stdio's buffer. */
static bool
read_hidden(bool from_stdin, char *line, size_t size)
{
	size_t len = 0;
	char byte;

	if (from_stdin)
		return read_line(stdin, line, size);
	while (read(STDIN_FILENO, &byte, 1) == 1 && len < size - 1) {
		if (byte == '\n' || byte == '\r') {
			line[len] = '\0';
			return true;
		}
		if (byte == '\003')
			break;
		line[len++] = byte;
	}
	return false;
}

/* Without echo when a person types it. */
static int
read_password(bool from_stdin, struct secret *password_out, struct err *err)
{
	char line[LINE_BYTES];
	struct termios old;
	bool terminal = !from_stdin && tcgetattr(STDIN_FILENO, &old) == 0;
	bool read;

	if (!from_stdin && !terminal)
		return err_set(err, ERR_USAGE,
			"no terminal to ask for the password; use "
			"--password-stdin");
	if (terminal) {
		struct termios quiet = old;

		/* ^C must not end it before the echo is back: it gives up. */
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
		quiet.c_cc[VEOL] = old.c_cc[VINTR];
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
		fprintf(stderr, "Password: ");
	}
	read = read_hidden(from_stdin, line, sizeof(line));
	if (terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		fputc('\n', stderr);
	}
	if (read)
		(void)secret_set(password_out, line, strlen(line));
	secret_wipe(line, sizeof(line));
	if (password_out->len == 0)
		return err_set(err, ERR_USAGE, "no password was given");
	return 0;
}

/* An option, else the configuration's or the last one, else a question. */
static int
settle_word(const char *label, const char *given, const char *known,
	char word_out[LINE_BYTES], struct err *err)
{
	if (given != NULL || known[0] != '\0') {
		if (str_copy(word_out, LINE_BYTES,
			    given != NULL ? given : known))
			return 0;
		return err_set(err, ERR_USAGE, "%s is too long", label);
	}
	if (isatty(STDIN_FILENO) != 1)
		return err_set(err, ERR_USAGE,
			"%s is missing (see connect-clock login --help)",
			label);
	fprintf(stderr, "%s: ", label);
	if (!read_line(stdin, word_out, LINE_BYTES))
		return err_set(err, ERR_USAGE, "%s is missing", label);
	return 0;
}

int
cli_sign_in(struct cli_call *call, const struct sign_in *in, struct err *err)
{
	struct ending ending = {0};

	if (account_sign_in(call->app, in, on_done, &ending, err) < 0 ||
		wait_for_end(call, &ending, err) < 0)
		return -1;
	if (ending.err.text[0] != '\0')
		cli_say(ending.err.text);
	wait_for_catalogue(call);
	return 0;
}

static int
print_who(struct cli_call *call, struct err *err)
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

/* A sign-in that nothing keeps is none: this program ends at once. */
static int
log_in(struct cli_call *call, const struct sign_in *in, struct err *err)
{
	struct ending ending = {0};

	if (account_sign_in(call->app, in, on_done, &ending, err) < 0 ||
		wait_for_end(call, &ending, err) < 0)
		return -1;
	if (ending.err.text[0] != '\0')
		return err_set(err, ERR_UNAVAILABLE,
			"%s; nothing can be sent until a sign-in is kept: mend "
			"that, then connect-clock login again",
			ending.err.text);
	wait_for_catalogue(call);
	return print_who(call, err);
}

static int
run_login(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const struct settings *settings;
	const struct account *account;
	char server[LINE_BYTES];
	char company[LINE_BYTES];
	char username[LINE_BYTES];
	struct secret password = {0};
	struct sign_in in = {
		.server = server,
		.company_id = company,
		.username = username,
		.password = &password,
	};
	int rc = -1;

	if (cli_open_app(call, err) < 0)
		return -1;
	settings = call->host->settings(call->host->ctx);
	account = app_account(call->app);
	if (settle_word("Server", args_text(args, "server"),
		    settings->server[0] ? settings->server
		    : account != NULL   ? account->server
					: "",
		    server, err) < 0 ||
		settle_word("Company ID", args_text(args, "company"),
			settings->company_id[0] ? settings->company_id
			: account != NULL       ? account->person.company_id
						: "",
			company, err) < 0 ||
		settle_word("Username", args_text(args, "username"),
			account != NULL ? account->username : "", username,
			err) < 0)
		return -1;
	if (read_password(args_has(args, "password-stdin"), &password, err) ==
		0)
		rc = log_in(call, &in, err);
	secret_release(&password);
	return rc;
}

static const struct option login_options[] = {
	{.name = "server",
		.letter = 's',
		.arg = "URL",
		.help = "the service's address"},
	{.name = "company",
		.letter = 'c',
		.arg = "ID",
		.help = "the Company ID"},
	{.name = "username",
		.letter = 'u',
		.arg = "NAME",
		.help = "the username"},
	{.name = "password-stdin", .help = "read the password from stdin"},
	CLI_NO_MORE,
};

const struct command cli_login = {
	.name = "login",
	.help = "sign in",
	.options = login_options,
	.run = run_login,
};

static int
run_logout(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct ending ending = {0};
	struct queue_counts counts;
	char line[128];

	(void)args;
	if (cli_open_app(call, err) < 0 ||
		account_sign_out(call->app, on_done, &ending, err) < 0 ||
		wait_for_end(call, &ending, err) < 0 ||
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
		return print_who(call, err);
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
