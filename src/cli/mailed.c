#include <stdio.h>
#include <string.h>

#include "app/mailed.h"
#include "ending.h"
#include "who.h"

/*
 * forgot and activate: what somebody does who cannot sign in. A mail brings a
 * link for a browser, and a code for a machine without one.
 */

#define TRIES 3

struct mailing {
	struct cli_call *call;
	const struct args *args;
	struct who who;
	char code[ASK_LINE_BYTES];
	struct secret password;
};

static struct mailed_who
who_of(const struct mailing *mailing)
{
	return (struct mailed_who){
		.server = mailing->who.server,
		.company_id = mailing->who.company,
		.username = mailing->who.username,
	};
}

/* --- forgot --------------------------------------------------------------- */

static int
run_forgot(void *ctx, const struct args *args, struct err *err)
{
	struct mailing mailing = {.call = ctx, .args = args};
	struct cli_call *call = ctx;
	struct ending ending = {0};
	struct mailed_who who;

	if (cli_open_app(call, err) < 0 ||
		who_settle(call, args, &mailing.who, err) < 0)
		return -1;
	who = who_of(&mailing);
	if (mailed_forgot(call->app, &who, ending_on_done, &ending, err) < 0 ||
		ending_wait(call, &ending, CLI_SIGN_IN_MS, err) < 0)
		return -1;
	cli_say("if you may sign in, a mail is on its way: open its link, or "
		"type connect-clock activate and its code; the old password "
		"works until then");
	return 0;
}

static const struct option forgot_options[] = {WHO_OPTIONS, CLI_NO_MORE};

const struct command cli_forgot = {
	.name = "forgot",
	.help = "have a mail sent to set a new password",
	.options = forgot_options,
	.run = run_forgot,
};

/* --- activate ------------------------------------------------------------- */

/* A line of standard input, for whoever is no person. */
static int
read_code(struct mailing *mailing, struct err *err)
{
	const bool from_stdin = args_has(mailing->args, "stdin");

	if (from_stdin) {
		if (fgets(mailing->code, sizeof(mailing->code), stdin) == NULL)
			return err_set(err, ERR_USAGE, "no code was given");
		mailing->code[strcspn(mailing->code, "\r\n")] = '\0';
		return 0;
	}
	if (!ask_line_can())
		return err_set(err, ERR_USAGE,
			"no terminal to ask for the code; use --stdin");
	if (!ask_line("Code of the mail", mailing->code) ||
		mailing->code[0] == '\0')
		return err_set(err, ERR_USAGE, "no code was given");
	return 0;
}

/* Twice, as nobody sees what is typed. */
static int
ask_password(struct mailing *mailing, struct err *err)
{
	struct secret again;
	bool same;

	if (args_has(mailing->args, "stdin"))
		return ask_line_password(true, &mailing->password, err);
	secret_init(&again);
	if (ask_line_password(false, &mailing->password, err) < 0)
		return -1;
	if (ask_line_password(false, &again, err) < 0) {
		secret_release(&again);
		return -1;
	}
	same = again.len == mailing->password.len &&
	       memcmp(again.data, mailing->password.data, again.len) == 0;
	secret_release(&again);
	return same ? 0
		    : err_set(err, ERR_DATA,
			      "the two passwords are not the same");
}

static int
set_password(struct mailing *mailing, struct err *err)
{
	const struct mailed_code code = {
		.who = who_of(mailing),
		.code = mailing->code,
		.password = &mailing->password,
	};
	struct cli_call *call = mailing->call;
	struct ending ending = {0};

	if (mailed_activate(call->app, &code, ending_on_done, &ending, err) < 0)
		return -1;
	return ending_wait(call, &ending, CLI_SIGN_IN_MS, err);
}

/* What the rule refuses is asked for again on a terminal; the code stays. */
static int
set_one_of_several(struct mailing *mailing, struct err *err)
{
	int rc = -1;

	for (int i = 0; i < TRIES; i++) {
		if (i > 0)
			cli_say(err->text);
		err_clear(err);
		secret_release(&mailing->password);
		rc = ask_password(mailing, err);
		if (rc == 0)
			rc = set_password(mailing, err);
		if (rc == 0 || err->kind != ERR_DATA ||
			args_has(mailing->args, "stdin"))
			break;
	}
	return rc;
}

static int
sign_in(struct mailing *mailing, struct err *err)
{
	const struct sign_in in = {
		.server = mailing->who.server,
		.company_id = mailing->who.company,
		.username = mailing->who.username,
		.password = &mailing->password,
	};

	if (cli_sign_in(mailing->call, &in, err) < 0)
		return err_wrap(err, "the password is set");
	return cli_print_who(mailing->call, err);
}

static int
run_activate(void *ctx, const struct args *args, struct err *err)
{
	struct mailing mailing = {.call = ctx, .args = args};
	int rc;

	if (cli_open_app(mailing.call, err) < 0 ||
		who_settle(mailing.call, args, &mailing.who, err) < 0 ||
		read_code(&mailing, err) < 0)
		return -1;
	rc = set_one_of_several(&mailing, err);
	if (rc == 0)
		rc = sign_in(&mailing, err);
	secret_wipe(mailing.code, sizeof(mailing.code));
	secret_release(&mailing.password);
	return rc;
}

static const struct option activate_options[] = {WHO_OPTIONS,
	{.name = "stdin",
		.help = "read code and password from two lines of it"},
	CLI_NO_MORE};

const struct command cli_activate = {
	.name = "activate",
	.help = "set a password by the code of a mail, and sign in",
	.options = activate_options,
	.run = run_activate,
};
