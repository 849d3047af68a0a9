#include "parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "wrong.h"

#define LETTERS_MAX 256 /* there are no more letters than this */

const struct option parse_common[] = {
	{.name = "help", .letter = 'h', .help = "show this help"},
	{.name = NULL},
};

void
parse_init(struct parse *parse, const struct program *program, size_t words)
{
	*parse = (struct parse){.program = program};
	/* A word is one option, but for "-abc": switches, none of them twice.
	 */
	parse->args.given =
		mem_new(words + LETTERS_MAX, sizeof(*parse->args.given));
	parse->args.operands =
		mem_new(words + 1, sizeof(*parse->args.operands));
}

void
parse_release(struct parse *parse)
{
	free(parse->args.given);
	free(parse->args.operands);
}

static const struct option *
find_in(const struct option *table, const char *name, size_t len)
{
	for (; table != NULL && table->name != NULL; table++)
		if (strlen(table->name) == len &&
			memcmp(table->name, name, len) == 0)
			return table;
	return NULL;
}

const struct option *
parse_find(const struct command *command, const char *name, size_t len)
{
	const struct option *option = find_in(command->options, name, len);

	return option != NULL ? option : find_in(parse_common, name, len);
}

static const struct option *
find_letter(const struct command *command, char letter)
{
	const struct option *table = command->options;

	for (; table != NULL && table->name != NULL; table++)
		if (table->letter == letter)
			return table;
	return letter == parse_common->letter ? parse_common : NULL;
}

static const struct command *
find_command(const struct command *const *table, const char *name)
{
	for (; table != NULL && *table != NULL; table++)
		if (strcmp((*table)->name, name) == 0)
			return *table;
	return NULL;
}

const struct operand *
parse_operand(const struct parse *parse)
{
	const struct operand *operand = parse->args.command->operands;
	size_t left = parse->args.operand_count;

	for (; operand != NULL && operand->name != NULL; operand++)
		if (left-- == 0 || operand->repeats)
			return operand;
	return NULL;
}

void
parse_path(const struct parse *parse, struct str *out)
{
	str_addz(out, parse->program->name);
	if (parse->group != NULL)
		str_addf(out, " %s", parse->group->name);
	if (parse->args.command != NULL)
		str_addf(out, " %s", parse->args.command->name);
}

static bool
is_among(const char *value, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, value) == 0)
			return true;
	return false;
}

/* Takes an option whose value, if it wants one, is there. */
static int
take(struct parse *parse, const struct option *option, const char *value,
	struct err *err)
{
	struct args *args = &parse->args;
	long long ignored;

	if (option == parse_common) {
		parse->wants_help = true;
		return 0;
	}
	if (value != NULL &&
		((option->words != NULL && !is_among(value, option->words) &&
			 wrong_value(value, option->words, err) < 0) ||
			(option->max != 0 &&
				number_parse(value, option->min, option->max,
					&ignored, err) < 0)))
		return err_wrap(err, "option --%s", option->name);
	for (size_t i = 0; i < args->given_count && !option->repeats; i++) {
		if (args->given[i].option == option) {
			args->given[i].value = value; /* the last word counts */
			return 0;
		}
	}
	args->given[args->given_count++] =
		(struct args_given){.option = option, .value = value};
	return 0;
}

/* "--name", "--name=value"; the value may be the next word. */
static int
read_long(struct parse *parse, const char *word, struct err *err)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	const char *value = name[len] == '=' ? name + len + 1 : NULL;
	const struct option *option =
		parse_find(parse->args.command, name, len);

	if (option == NULL)
		return wrong_option(parse, word, len + 2, err);
	if (option->arg == NULL && value != NULL)
		return err_set(err, ERR_USAGE, "option --%s takes no value",
			option->name);
	if (option->arg != NULL && value == NULL) {
		parse->pending = option;
		return 0;
	}
	return take(parse, option, value, err);
}

/* "-a", "-ab" (two switches), "-n" before its value, "-nvalue". */
static int
read_letters(struct parse *parse, const char *word, struct err *err)
{
	for (const char *at = word + 1; *at != '\0'; at++) {
		const struct option *option =
			find_letter(parse->args.command, *at);

		if (option == NULL)
			return wrong_option(parse, word, strlen(word), err);
		if (option->arg != NULL && at[1] == '\0') {
			parse->pending = option;
			return 0;
		}
		if (take(parse, option, option->arg != NULL ? at + 1 : NULL,
			    err) < 0)
			return -1;
		if (option->arg != NULL)
			return 0;
	}
	return 0;
}

static int
read_operand(struct parse *parse, const char *word, struct err *err)
{
	const struct command *command = parse->args.command;
	const struct command *sub = NULL;
	const struct operand *operand;

	if (!parse->ended && parse->args.operand_count == 0)
		sub = find_command(command->subs, word);
	if (sub != NULL && parse->args.given_count > 0)
		return err_set(err, ERR_USAGE, "%s %s goes before its options",
			command->name, sub->name);
	if (sub != NULL) {
		parse->group = command;
		parse->args.command = sub;
		return 0;
	}
	operand = parse_operand(parse);
	if (operand == NULL && command->subs != NULL)
		return wrong_command(parse, word, err);
	if (operand == NULL)
		return wrong_operand(parse, word, err);
	if (operand->words != NULL && !is_among(word, operand->words))
		return wrong_value(word, operand->words, err);
	parse->args.operands[parse->args.operand_count++] = word;
	return 0;
}

/* The program's own words: a command, or what every program knows. */
static int
read_first(struct parse *parse, const char *word, struct err *err)
{
	const struct command *command =
		find_command(parse->program->commands, word);

	if (command != NULL)
		parse->args.command = command;
	else if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 ||
		 strcmp(word, "-h") == 0)
		parse->wants_help = true;
	else if (strcmp(word, "--version") == 0)
		parse->wants_version = true;
	else if (word[0] == '-')
		return wrong_option(parse, word, strlen(word), err);
	else
		return wrong_command(parse, word, err);
	return 0;
}

int
parse_word(struct parse *parse, const char *word, struct err *err)
{
	const struct option *pending = parse->pending;

	parse->pending = NULL;
	if (pending != NULL)
		return take(parse, pending, word, err);
	if (parse->args.command == NULL)
		return read_first(parse, word, err);
	if (parse->ended || word[0] != '-' || word[1] == '\0')
		return read_operand(parse, word, err);
	if (strcmp(word, "--") == 0) {
		parse->ended = true;
		return 0;
	}
	if (word[1] == '-')
		return read_long(parse, word, err);
	return read_letters(parse, word, err);
}

static int
check_required(const struct parse *parse, struct err *err)
{
	const struct option *option = parse->args.command->options;
	struct str path;

	for (; option != NULL && option->name != NULL; option++) {
		if (!option->required || args_has(&parse->args, option->name))
			continue;
		str_init(&path, ERR_TEXT_BYTES / 2);
		parse_path(parse, &path);
		err_set(err, ERR_USAGE, "option --%s is missing; see %s --help",
			option->name, path.data);
		str_release(&path);
		return -1;
	}
	return 0;
}

int
parse_end(const struct parse *parse, struct err *err)
{
	const struct command *command = parse->args.command;
	const struct operand *operand;
	size_t needed = 0;

	if (parse->pending != NULL)
		return err_set(err, ERR_USAGE, "option --%s needs %s",
			parse->pending->name, parse->pending->arg);
	if (command == NULL || command->run == NULL)
		return wrong_silence(parse, err);
	for (operand = command->operands;
		operand != NULL && operand->name != NULL; operand++)
		needed += !operand->optional;
	if (parse->args.operand_count < needed)
		return wrong_end(parse, parse_operand(parse), err);
	return check_required(parse, err);
}
