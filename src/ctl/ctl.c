#include "ctl/ctl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/account.h"
#include "base/text.h"
#include "base/version.h"
#include "call.h"
#include "commands.h"

int
call_print(const struct str *text, struct err *err)
{
	if (fwrite(text->data, 1, text->len, stdout) == text->len &&
		fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return err_set_errno(err, ERR_FULL, errno, "cannot write to stdout");
}

void
call_say(const char *text)
{
	fprintf(stderr, "connectctl: %s\n", text);
}

int
call_open(struct ctl_call *call, struct err *err)
{
	const struct account *account;

	if (call->office != NULL)
		return 0;
	if (call->host->open(call->host->ctx, isatty(STDIN_FILENO) == 1,
		    &call->app, err) < 0)
		return -1;
	account = app_account(call->app);
	if (account == NULL || !account->signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in; use connect-clock login");
	call->office = office_new(call->app);
	return 0;
}

/* One line, cleaned, as a name in it may be hostile; then the candidates. */
static int
report(const struct err *err, const struct str *candidates)
{
	struct str text;

	str_init(&text, 4 * ERR_TEXT_BYTES);
	text_clean(&text, err->text, strlen(err->text));
	call_say(text.data);
	fputs(candidates->data, stderr);
	str_release(&text);
	return err_exit_code(err->kind);
}

int
ctl_run(const struct ctl_host *host, int argc, char **argv)
{
	const struct program program = {
		.name = "connectctl",
		.version = VERSION,
		.about = "What the office manages. Sign in with connect-clock "
			 "login; connectctl(1) tells\nall.\n",
		.commands = commands_all(),
		.values = commands_values,
	};
	struct ctl_call call = {.host = host};
	struct err err = {0};
	struct str said;
	int rc;

	str_init(&call.candidates, SIZE_MAX / 2);
	str_init(&said, SIZE_MAX / 2);
	rc = command_main(&program, &call, argc, argv, &said, &err);
	if (rc == 0 && said.len > 0)
		rc = call_print(&said, &err);
	if (rc < 0)
		call.exit_code = report(&err, &call.candidates);
	office_free(&call.office);
	str_release(&call.candidates);
	str_release(&said);
	return call.exit_code;
}
