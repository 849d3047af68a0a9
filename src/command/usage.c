#include "usage.h"

#include <string.h>

#include "base/text.h"

#define COLUMNS 80
#define HELP_COLUMN 28 /* where the help texts begin, at the latest */
#define INDENT 8       /* of a usage that goes on */

void
usage_value(const char *name, const char *const *words, struct str *out)
{
	if (words == NULL) {
		str_addz(out, name);
		return;
	}
	for (size_t i = 0; words[i] != NULL; i++)
		str_addf(out, "%c%s", i == 0 ? '{' : '|', words[i]);
	str_addc(out, '}');
}

/* A usage that is being written, broken where a line is full. */
struct lines {
	struct str *out;
	size_t column;
};

static void
add_word(struct lines *lines, const char *word)
{
	size_t cells = text_cells(word);

	if (lines->column + 1 + cells > COLUMNS) {
		str_addf(lines->out, "\n%*s", INDENT, "");
		lines->column = INDENT;
	} else {
		str_addc(lines->out, ' ');
		lines->column++;
	}
	str_addz(lines->out, word);
	lines->column += cells;
}

static void
add_option(struct lines *lines, const struct option *option)
{
	struct str word;

	str_init(&word, 1024);
	str_addf(&word, "--%s", option->name);
	if (option->arg != NULL) {
		str_addc(&word, ' ');
		usage_value(option->arg, option->words, &word);
	}
	add_word(lines, word.data);
	str_release(&word);
}

static void
add_operand(struct lines *lines, const struct operand *operand)
{
	struct str word;

	str_init(&word, 1024);
	str_addz(&word, operand->optional ? "[" : "");
	usage_value(operand->name, operand->words, &word);
	str_addz(&word, operand->repeats ? "..." : "");
	str_addz(&word, operand->optional ? "]" : "");
	add_word(lines, word.data);
	str_release(&word);
}

/* "connectd init --database URL [options]" */
static void
add_call(const struct parse *parse, struct str *out)
{
	const struct command *command = parse->args.command;
	const struct option *option = command->options;
	const struct operand *operand = command->operands;
	struct lines lines = {.out = out};
	size_t from = out->len;

	str_addz(out, "usage: ");
	parse_path(parse, out);
	lines.column = out->len - from;
	if (command->subs != NULL)
		add_word(
			&lines, command->run != NULL ? "[COMMAND]" : "COMMAND");
	for (; option != NULL && option->name != NULL; option++)
		if (option->required)
			add_option(&lines, option);
	for (; operand != NULL && operand->name != NULL; operand++)
		add_operand(&lines, operand);
	add_word(&lines, "[OPTION]...");
	str_addc(out, '\n');
}

/* A help text from its column on; it goes on below where a line is full. */
static void
add_help(struct str *out, const char *help)
{
	size_t column = HELP_COLUMN;

	while (*help != '\0') {
		size_t len = strcspn(help, " ");

		if (column > HELP_COLUMN && column + 1 + len > COLUMNS) {
			str_addf(out, "\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		} else if (column > HELP_COLUMN) {
			str_addc(out, ' ');
			column++;
		}
		str_add(out, help, len);
		column += len;
		help += len + strspn(help + len, " ");
	}
	str_addc(out, '\n');
}

/* What is on the left and what it means, aligned over all lines. */
static void
add_line(struct str *out, const char *left, const char *help)
{
	size_t cells = text_cells(left);

	if (cells + 2 > HELP_COLUMN)
		str_addf(out, "%s\n%*s", left, HELP_COLUMN, "");
	else
		str_addf(out, "%s%*s", left, (int)(HELP_COLUMN - cells), "");
	add_help(out, help);
}

static void
add_options(const struct option *option, struct str *out)
{
	for (; option != NULL && option->name != NULL; option++) {
		struct str left;

		str_init(&left, 1024);
		if (option->letter != 0)
			str_addf(&left, "  -%c, --%s", option->letter,
				option->name);
		else
			str_addf(&left, "      --%s", option->name);
		if (option->arg != NULL) {
			str_addc(&left, ' ');
			usage_value(option->arg, option->words, &left);
		}
		add_line(out, left.data, option->help);
		str_release(&left);
	}
}

static void
add_commands(const struct command *const *commands, struct str *out)
{
	for (; commands != NULL && *commands != NULL; commands++)
		str_addf(out, "  %-12s  %s\n", (*commands)->name,
			(*commands)->help);
}

static void
add_program(const struct program *program, struct str *out)
{
	str_addf(out,
		program->run != NULL ? "usage: %s [COMMAND] [OPTION]...\n%s\n"
				     : "usage: %s COMMAND [OPTION]...\n%s\n",
		program->name, program->about);
	add_commands(program->commands, out);
	str_addf(out, "  %-12s  %s\n\n", "help",
		"show what a command takes, as its --help does");
	add_options(parse_common, out);
	add_line(out, "      --version", "show the version");
}

void
usage_add(const struct parse *parse, struct str *out)
{
	const struct command *command = parse->args.command;

	if (command == NULL) {
		add_program(parse->program, out);
		return;
	}
	add_call(parse, out);
	str_addf(out, "%s\n%s\n", command->help,
		command->more != NULL ? command->more : "");
	if (command->subs != NULL) {
		add_commands(command->subs, out);
		str_addc(out, '\n');
	}
	add_options(command->options, out);
	add_options(parse_common, out);
}
