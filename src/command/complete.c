#include "command/complete.h"

#include <string.h>

#include "parse.h"
#include "shell.h"

struct complete {
	struct str *out;
	const char *typed; /* the head of every candidate */
	size_t lead_len;   /* of it stands before the value: "--name=" */
};

void
complete_add(struct complete *to, const char *value, const char *help)
{
	str_add(to->out, to->typed, to->lead_len);
	str_addf(to->out, "%s\t%s\n", value, help);
}

/* One of the table's own words, if it begins with what was typed. */
static void
add_word(struct complete *to, const char *word, const char *help)
{
	const char *typed = to->typed + to->lead_len;

	if (strncmp(word, typed, strlen(typed)) == 0)
		complete_add(to, word, help);
}

static void
add_commands(struct complete *to, const struct command *const *commands)
{
	for (; commands != NULL && *commands != NULL; commands++)
		add_word(to, (*commands)->name, (*commands)->help);
}

/* The values of an option or operand. */
static void
add_values(struct complete *to, const struct parse *parse, void *ctx,
	const char *const *words, const char *completes)
{
	const struct program *program = parse->program;

	for (; words != NULL && *words != NULL; words++)
		add_word(to, *words, "");
	if (completes == NULL)
		return;
	if (strcmp(completes, COMMAND_FILES) == 0)
		str_addz(to->out, COMMAND_FILES "\n");
	else
		program->values(ctx, completes, to->typed + to->lead_len,
			&parse->args, to);
}

static void
add_options(struct complete *to, const struct parse *parse,
	const struct option *option)
{
	struct str name;

	for (; option != NULL && option->name != NULL; option++) {
		bool given = false;

		for (size_t i = 0; i < parse->args.given_count; i++)
			given |= parse->args.given[i].option == option &&
				 !option->repeats;
		if (given)
			continue;
		str_init(&name, 256);
		str_addf(&name, "--%s", option->name);
		add_word(to, name.data, option->help);
		str_release(&name);
	}
}

/* A first word: the program's commands, and what every program knows. */
static void
add_first(struct complete *to, const struct parse *parse)
{
	add_commands(to, parse->program->commands);
	if (parse->wants_help)
		return;
	add_word(to, "help", "show what a command takes");
	if (to->typed[0] != '-')
		return;
	add_word(to, "--help", "show the commands");
	add_word(to, "--version", "show the version");
}

/* What could stand where `to->typed` was begun. */
static void
add_next(struct complete *to, const struct parse *parse, void *ctx)
{
	const struct command *command = parse->args.command;
	const struct option *option = parse->pending;
	const struct operand *operand;
	const char *equals = strchr(to->typed, '=');
	bool dashes = !parse->ended && strncmp(to->typed, "--", 2) == 0;

	if (command == NULL) {
		add_first(to, parse);
		return;
	}
	if (option == NULL && dashes && equals != NULL) {
		option = parse_find(command, to->typed + 2,
			(size_t)(equals - to->typed) - 2);
		to->lead_len = (size_t)(equals + 1 - to->typed);
	} else if (option == NULL && to->typed[0] == '-' && !parse->ended) {
		add_options(to, parse, command->options);
		add_options(to, parse, parse_common);
		return;
	}
	if (option != NULL) {
		add_values(to, parse, ctx, option->words, option->completes);
		return;
	}
	if (parse->args.operand_count == 0)
		add_commands(to, command->subs);
	operand = parse_operand(parse);
	if (operand != NULL && !parse->wants_help)
		add_values(to, parse, ctx, operand->words, operand->completes);
}

void
complete_answer(const struct program *program, void *ctx, size_t count,
	char **words, struct str *out)
{
	struct complete to = {.out = out};
	struct parse parse;
	struct err ignored = {0};
	bool sense = count > 0;

	parse_init(&parse, program, count);
	for (size_t i = 0; sense && i + 1 < count; i++)
		sense = parse_word(&parse, words[i], &ignored) == 0;
	if (sense) {
		to.typed = words[count - 1];
		add_next(&to, &parse, ctx);
	}
	parse_release(&parse);
}
