#include "admin/command.h"

#include <assert.h>
#include <string.h>

/* Stands in every table, so that every command has it. */
#define HELP "help"

struct values {
	const struct opt *table;
	const char *values[COMMAND_OPTIONS_MAX];
	bool help;
};

static int
take(void *ctx, const struct opt *opt, const char *value, struct err *err)
{
	struct values *it = ctx;
	ptrdiff_t index = opt - it->table;

	assert(index < COMMAND_OPTIONS_MAX);
	if (strcmp(opt->name, HELP) == 0)
		it->help = true;
	if (it->values[index] != NULL)
		return err_set(err, ERR_USAGE, "option --%s is there twice",
			opt->name);
	it->values[index] = value == NULL ? "" : value;
	return 0;
}

static void
print_help(const struct command *command, FILE *out)
{
	struct str text;

	str_init(&text, 16384);
	str_addf(&text, "usage: connectd %s%s%s\n\n%s\n\n", command->name,
		command->synopsis[0] != '\0' ? " " : "", command->synopsis,
		command->summary);
	opt_help(command->options, &text);
	fputs(text.data, out);
	str_release(&text);
}

int
command_main(const struct command *command, const struct command_host *host,
	int argc, char **argv, struct err *err)
{
	struct values values = {.table = command->options};
	const struct opt_call call = {command->options, take, &values};
	int operands;

	if (opt_parse(&call, argc, argv, &operands, err) < 0)
		return -1;
	if (values.help) {
		print_help(command, host->out);
		return 0;
	}
	if (operands > 0)
		return err_set(
			err, ERR_USAGE, "'%s' is not an option", argv[1]);
	return command->run(host, values.values, err);
}

int
command_need(const struct command *command, const char *const *values,
	int index, struct err *err)
{
	if (values[index] != NULL)
		return 0;
	return err_set(err, ERR_USAGE,
		"option --%s is missing; see connectd %s --help",
		command->options[index].name, command->name);
}

int
command_int(const struct opt *opt, const char *value, long long fallback,
	long long *value_out, struct err *err)
{
	*value_out = fallback;
	if (value == NULL)
		return 0;
	if (opt_int(value, 1, 10000000, value_out, err) < 0)
		return err_wrap(err, "option --%s", opt->name);
	return 0;
}
