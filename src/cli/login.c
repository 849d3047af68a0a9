#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/account.h"
#include "app/deliver.h"
#include "app/ready.h"
#include "ask_line.h"
#include "ending.h"
#include "who.h"

/*
 * login: each answer is looked at before the next question is asked, and the
 * password is the last of them. On a terminal what is refused is asked again.
 */

#define PLACE_MS 60000 /* somebody may be asked to unlock a keyring */
#define PASSWORD_TRIES 3

/* What is settled, one after the other. */
struct login {
	struct cli_call *call;
	const struct args *args;
	struct who who;
	struct secret password;
	enum keyring_choice choice; /* KEYRING_CHOICES: none was made */
};

/* What may be chosen comes with the sign-in; without it, it is only said. */
static void
wait_for_catalogue(struct cli_call *call)
{
	struct ending ending = {0};
	struct err err = {0};

	deliver_wait(call->app, ending_on_done, &ending);
	if (ending_wait(call, &ending, CLI_SIGN_IN_MS, &err) == 0)
		return;
	if (ending.done)
		cli_say(err.text);
	else
		cli_say("signed in; the catalogue did not come in time, "
			"connect-clock sync fetches it");
}

int
cli_sign_in(struct cli_call *call, const struct sign_in *in, struct err *err)
{
	struct ending ending = {0};

	if (account_sign_in(call->app, in, ending_on_done, &ending, err) < 0 ||
		ending_wait(call, &ending, CLI_SIGN_IN_MS, err) < 0)
		return -1;
	if (ending.err.text[0] != '\0')
		cli_say(ending.err.text);
	wait_for_catalogue(call);
	return 0;
}

/* --- where the sign-in is kept -------------------------------------------- */

static const char *const stores[] = {
	[KEYRING_CHOICE_FILE] = "file",
	[KEYRING_CHOICE_KERNEL] = "kernel",
	[KEYRING_CHOICES] = NULL,
};

static int
choose(struct login *login, enum keyring_choice choice, struct err *err)
{
	login->choice = choice;
	return ready_choose(login->call->app, choice, err);
}

/* Said, as it goes for every later sign-in on this machine, too. */
static void
tell_place(const struct login *login)
{
	const struct app *app = login->call->app;
	char line[1024];

	if (login->choice == KEYRING_CHOICES)
		return;
	if (login->choice == KEYRING_CHOICE_FILE)
		snprintf(line, sizeof(line),
			"the sign-in is kept in %s, which only you can read "
			"(config.ini says so now)",
			ready_file(app));
	else
		snprintf(line, sizeof(line),
			"the sign-in is kept in the kernel's memory until this "
			"machine restarts (config.ini says so now)");
	cli_say(line);
}

/* KEYRING_CHOICES: nowhere. Anything else than an answer is asked again. */
static enum keyring_choice
ask_for_place(void)
{
	char line[ASK_LINE_BYTES];
	enum keyring_choice choice = KEYRING_CHOICES;

	while (ask_line_hidden("f, k or Enter", line)) {
		if (strcasecmp(line, "f") == 0)
			choice = KEYRING_CHOICE_FILE;
		else if (strcasecmp(line, "k") == 0)
			choice = KEYRING_CHOICE_KERNEL;
		else if (line[0] != '\0')
			continue;
		break;
	}
	secret_wipe(line, sizeof(line)); /* it may be a password, too early */
	return choice;
}

/* Where there is none a person may choose another one. */
static int
choose_place(struct login *login, struct err *why, struct err *err)
{
	const char *file = ready_file(login->call->app);
	enum keyring_choice choice;

	if (!ask_line_can() || file == NULL) {
		*err = *why;
		return -1;
	}
	cli_say(why->text);
	fprintf(stderr,
		"Where may the sign-in be kept instead?\n"
		"  f      in a private file, %s\n"
		"  k      in the kernel's memory, until a restart\n"
		"  Enter  nowhere: do not sign in\n",
		file);
	choice = ask_for_place();
	if (choice == KEYRING_CHOICES)
		return err_set(err, why->kind,
			"nobody is signed in: there is no place to keep it");
	return choose(login, choice, err);
}

static int
look_at_place(struct login *login, struct err *err)
{
	struct ending ending = {0};

	ready_place(login->call->app, ending_on_done, &ending);
	return ending_wait(login->call, &ending, PLACE_MS, err);
}

/* Said before anything is asked. */
static int
refuse_session(struct login *login, struct err *err)
{
	const struct cli_host *host = login->call->host;

	if (args_has(login->args, "store") ||
		host->settings(host->ctx)->secret_store != SECRET_STORE_SESSION)
		return 0;
	return err_set(err, ERR_CONFIG,
		"store = session keeps a sign-in in memory only, so that this "
		"one would end with this command: sign in in the panel, or add "
		"--store file");
}

static int
settle_place(struct login *login, struct err *err)
{
	const char *store = args_text(login->args, "store");
	struct err why = {0};

	for (int i = 0; store != NULL && i < KEYRING_CHOICES; i++)
		if (strcmp(store, stores[i]) == 0 &&
			choose(login, (enum keyring_choice)i, err) < 0)
			return -1;
	if (look_at_place(login, &why) == 0)
		return 0;
	err_clear(err);
	if (choose_place(login, &why, err) < 0)
		return -1;
	return look_at_place(login, err);
}

/* --- signing in ----------------------------------------------------------- */

static int
sign_in(struct login *login, struct err *err)
{
	const struct sign_in in = {
		.server = login->who.server,
		.company_id = login->who.company,
		.username = login->who.username,
		.password = &login->password,
	};
	struct cli_call *call = login->call;
	struct ending ending = {0};

	if (account_sign_in(call->app, &in, ending_on_done, &ending, err) < 0 ||
		ending_wait(call, &ending, CLI_SIGN_IN_MS, err) < 0)
		return -1;
	/* A sign-in that nothing keeps is none: this program ends at once. */
	if (ending.err.text[0] != '\0')
		return err_set(err, ERR_UNAVAILABLE,
			"%s; nothing can be sent until a sign-in is kept: mend "
			"that, then connect-clock login again",
			ending.err.text);
	return 0;
}

/* A refused password may be a slip: on a terminal it is asked again. */
static int
try_password(struct login *login, bool from_stdin, struct err *err)
{
	int rc = ask_line_password(from_stdin, &login->password, err);

	if (rc == 0)
		rc = sign_in(login, err);
	secret_release(&login->password);
	return rc;
}

/* Nothing is shown in between, and a signal gives the echo back first. */
static int
try_passwords(struct login *login, struct err *err)
{
	const bool from_stdin = args_has(login->args, "password-stdin");
	struct termios *quiet = from_stdin ? NULL : ask_line_quiet();
	int rc = -1;

	if (quiet != NULL && app_wait_on_signals(login->call->app, err) < 0) {
		ask_line_loud(&quiet);
		return -1;
	}
	for (int i = 0; i < PASSWORD_TRIES; i++) {
		if (i > 0)
			cli_say(err->text);
		err_clear(err);
		rc = try_password(login, from_stdin, err);
		if (rc == 0 || quiet == NULL || err->kind != ERR_AUTH)
			break;
	}
	ask_line_loud(&quiet);
	return rc;
}

static int
run_login(void *ctx, const struct args *args, struct err *err)
{
	struct login login = {
		.call = ctx, .args = args, .choice = KEYRING_CHOICES};

	if (cli_open_app(login.call, err) < 0 ||
		refuse_session(&login, err) < 0 ||
		who_settle(login.call, args, &login.who, err) < 0 ||
		settle_place(&login, err) < 0 || try_passwords(&login, err) < 0)
		return -1;
	tell_place(&login);
	wait_for_catalogue(login.call);
	if (cli_print_who(login.call, err) < 0)
		return -1;
	cli_say("next: connect-clock opens the panel; connect-clock go clocks "
		"in, and asks where and on what");
	return 0;
}

static const struct option login_options[] = {
	WHO_OPTIONS,
	{.name = "password-stdin", .help = "read the password from stdin"},
	{.name = "store",
		.arg = "PLACE",
		.words = stores,
		.help = "keep sign-ins here, now and later: file, kernel"},
	CLI_NO_MORE,
};

const struct command cli_login = {
	.name = "login",
	.help = "sign in",
	.options = login_options,
	.run = run_login,
};
