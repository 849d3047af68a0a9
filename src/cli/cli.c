#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/version.h"
#include "call.h"

static const struct command *const commands[] = {
	&cli_login,
	&cli_logout,
	&cli_forgot,
	&cli_activate,
	&cli_whoami,
	&cli_go,
	&cli_stop,
	&cli_meal,
	&cli_resume,
	&cli_undo,
	&cli_status,
	&cli_queue,
	&cli_sync,
	&cli_card,
	&cli_board,
	&cli_request,
	&cli_list,
	&cli_doctor,
	&cli_verify,
	&cli_project,
	&cli_demo,
	NULL,
};

int
cli_print(const struct str *text, struct err *err)
{
	if (fwrite(text->data, 1, text->len, stdout) == text->len &&
		fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return err_set_errno(err, ERR_FULL, errno, "cannot write to stdout");
}

void
cli_say(const char *text)
{
	fprintf(stderr, "connect-clock: %s\n", text);
}

int
cli_open_app(struct cli_call *call, struct err *err)
{
	return call->host->open(
		call->host->ctx, isatty(STDIN_FILENO) == 1, &call->app, err);
}

static int
run_panel(void *ctx, struct err *err)
{
	struct cli_call *call = ctx;

	return call->host->panel(call->host->ctx, err);
}

static const struct program program = {
	.name = "connect-clock",
	.version = VERSION,
	.about = "Without a command: the panel. connect-clock(1) tells all.\n",
	.commands = commands,
	.run = run_panel,
	.values = list_values,
};

/* One line, cleaned, as a name in it may be hostile; then the candidates. */
static int
report(const struct err *err, const struct str *candidates)
{
	struct str text;

	str_init(&text, 4 * ERR_TEXT_BYTES);
	text_clean(&text, err->text, strlen(err->text));
	cli_say(text.data);
	fputs(candidates->data, stderr);
	str_release(&text);
	return err_exit_code(err->kind);
}

int
cli_run(const struct cli_host *host, int argc, char **argv)
{
	struct cli_call call = {.host = host};
	struct err err = {0};
	struct str said;
	int rc;

	str_init(&call.candidates, SIZE_MAX / 2);
	str_init(&said, SIZE_MAX / 2);
	rc = command_main(&program, &call, argc, argv, &said, &err);
	if (rc == 0 && said.len > 0)
		rc = cli_print(&said, &err);
	if (rc < 0)
		call.exit_code = report(&err, &call.candidates);
	str_release(&call.candidates);
	str_release(&said);
	return call.exit_code;
}
