#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "call.h"

#define HELP                                                                   \
	{                                                                      \
		"help", 'h', NULL, "show this help"                            \
	}
#define JSON                                                                   \
	{                                                                      \
		"json", 0, NULL, "data as JSON"                                \
	}
#define END                                                                    \
	{                                                                      \
		NULL, 0, NULL, NULL                                            \
	}
#define PUNCH                                                                  \
	{"employee", 'e', "NAME", "somebody else; may be repeated"},           \
		{"comment", 'm', "TEXT", "a comment"},                         \
		{"at", 0, "TIME", "a time in the past, as 07:40"},             \
		{"yes", 'y', NULL, "answer the question with yes"},            \
		{"require-sync", 0, NULL, "fail (75) if kept, not sent"},      \
		JSON, HELP, END

static const struct opt go_options[] = {
	{"location", 'l', "TEXT", "where; any part of name or number"},
	{"cost-code", 'c', "TEXT", "on what; any part of name or number"},
	PUNCH};
static const struct opt punch_options[] = {PUNCH};
static const struct opt login_options[] = {
	{"server", 's', "URL", "the service's address"},
	{"company", 'c', "ID", "the Company ID"},
	{"username", 'u', "NAME", "the username"},
	{"password-stdin", 0, NULL, "read the password from stdin"}, HELP, END};
static const struct opt status_options[] = {
	{"format", 'f', "FMT",
		"%s state %t since %d elapsed %l location "
		"%c cost code %k kept"},
	JSON, HELP, END};
static const struct opt sync_options[] = {
	{"watch", 'w', NULL, "stay and keep delivering"}, HELP, END};
static const struct opt json_options[] = {JSON, HELP, END};
static const struct opt plain_options[] = {HELP, END};

static const struct command commands[] = {
	{"login", "", "sign in", login_options, cli_login},
	{"logout", "", "sign out; kept punches stay", plain_options,
		cli_logout},
	{"whoami", "", "who is signed in", json_options, cli_whoami},
	{"go", "", "clock in, or switch the job", go_options, cli_go},
	{"stop", "", "clock out", punch_options, cli_stop},
	{"meal", "", "begin a meal break", punch_options, cli_meal},
	{"resume", "", "end the meal break, back into the job", punch_options,
		cli_resume},
	{"undo", "", "undo the last punch (30 s)", punch_options, cli_undo},
	{"status", "", "the state, from this machine alone", status_options,
		cli_status},
	{"queue", "[list | show ID | retry ID... | export]",
		"what is kept or set aside", json_options, cli_queue},
	{"sync", "", "deliver what is kept, fetch what is new", sync_options,
		cli_sync},
	{"list", "locations | cost-codes | employees [TEXT]",
		"what may be chosen", json_options, cli_list},
	{"verify", "", "check the chain of this device's journal", json_options,
		cli_verify},
	{"demo", "", "try it on a private service", plain_options, cli_demo},
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

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

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
print_help(const struct command *command)
{
	struct str text;
	struct err err = {0};
	int rc;

	str_init(&text, 64 * 1024);
	if (command != NULL) {
		str_addf(&text, "usage: connect-clock %s [options]%s%s\n%s\n\n",
			command->name, command->operands[0] ? " " : "",
			command->operands, command->help);
		opt_help(command->options, &text);
	} else {
		str_addz(&text, "usage: connect-clock [command] [options]\n"
				"Without a command: the panel.\n\n");
		for (size_t i = 0; i < COMMAND_COUNT; i++)
			str_addf(&text, "  %-8s %s\n", commands[i].name,
				commands[i].help);
		str_addz(&text,
			"\n`connect-clock COMMAND --help` shows its options; "
			"connect-clock(1) tells the rest.\n");
	}
	rc = cli_print(&text, &err);
	str_release(&text);
	return rc == 0 ? 0 : err_exit_code(err.kind);
}

/* Where the value of an option goes; NULL for switches and repeated ones. */
static const char **
text_option(struct cli_options *options, const char *name)
{
	const struct {
		const char *name;
		const char **place;
	} places[] = {
		{"location", &options->location},
		{"cost-code", &options->cost_code},
		{"comment", &options->comment},
		{"at", &options->at},
		{"server", &options->server},
		{"company", &options->company},
		{"username", &options->username},
		{"format", &options->format},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].name, name) == 0)
			return places[i].place;
	return NULL;
}

static bool *
switch_option(struct cli_options *options, const char *name)
{
	const struct {
		const char *name;
		bool *place;
	} places[] = {
		{"help", &options->help},
		{"json", &options->json},
		{"yes", &options->yes},
		{"require-sync", &options->require_sync},
		{"password-stdin", &options->password_stdin},
		{"watch", &options->watch},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].name, name) == 0)
			return places[i].place;
	return NULL;
}

static int
on_option(void *ctx, const struct opt *opt, const char *value, struct err *err)
{
	struct cli_options *options = ctx;
	const char **text = NULL;
	bool *is_on = NULL;

	assert(options != NULL);
	text = text_option(options, opt->name);
	is_on = switch_option(options, opt->name);
	if (text != NULL) {
		*text = value;
	} else if (is_on != NULL) {
		*is_on = true;
	} else if (options->employee_count < PRESS_CREW_MAX) {
		options->employees[options->employee_count++] = value;
	} else {
		return err_set(err, ERR_USAGE,
			"more than %d employees in one press", PRESS_CREW_MAX);
	}
	return 0;
}

/* One line, cleaned: a name in it may be hostile. */
static int
report(const struct err *err)
{
	struct str text;

	str_init(&text, 4 * ERR_TEXT_BYTES);
	text_clean(&text, err->text, strlen(err->text));
	cli_say(text.data);
	str_release(&text);
	return err_exit_code(err->kind);
}

static int
run_command(const struct cli_host *host, const struct command *command,
	int argc, char **argv)
{
	struct cli_options options = {0};
	struct opt_call parse = {
		.table = command->options,
		.on_option = on_option,
		.ctx = &options,
	};
	struct cli_call call = {.host = host, .command = command};
	struct err err = {0};
	int operands;

	if (opt_parse(&parse, argc, argv, &operands, &err) < 0)
		return report(&err);
	if (options.help)
		return print_help(command);
	call.argc = operands;
	call.argv = argv + 1;
	if (operands > 0 && command->operands[0] == '\0') {
		err_set(&err, ERR_USAGE, "%s takes no operand: \"%s\"",
			command->name, call.argv[0]);
		return report(&err);
	}
	if (command->run(&call, &options, &err) < 0)
		return report(&err);
	return call.exit_code;
}

int
cli_run(const struct cli_host *host, int argc, char **argv)
{
	const struct command *command;
	struct err err = {0};

	if (argc < 2) {
		if (host->panel(host->ctx, &err) == 0)
			return 0;
		return report(&err);
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
		strcmp(argv[1], "-h") == 0)
		return print_help(argc > 2 ? find_command(argv[2]) : NULL);
	if (strcmp(argv[1], "--version") == 0)
		return puts("connect-clock " CLI_VERSION) >= 0 ? 0 : 74;
	command = find_command(argv[1]);
	if (command != NULL)
		return run_command(host, command, argc - 1, argv + 1);
	err_set(&err, ERR_USAGE,
		"there is no command \"%s\"; `connect-clock help` lists them",
		argv[1]);
	return report(&err);
}
