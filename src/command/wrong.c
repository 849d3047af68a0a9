#include "wrong.h"

#include <string.h>

#include "base/nearest.h"
#include "base/text.h"

#define QUOTE_BYTES 48 /* so much of a foreign word is said again */

/* What is said of a foreign word: harmless, and not all of a long one. */
static void
quote(struct str *out, const char *word, size_t len)
{
	str_init(out, ERR_TEXT_BYTES / 2);
	text_clean(out, word, len < QUOTE_BYTES ? len : QUOTE_BYTES);
}

/* "retry, show or export" */
static void
list(struct str *out, const char *const *words)
{
	str_init(out, ERR_TEXT_BYTES / 2);
	for (size_t i = 0; words[i] != NULL; i++) {
		if (i > 0)
			str_addz(out, words[i + 1] != NULL ? ", " : " or ");
		str_addz(out, words[i]);
	}
}

int
wrong_command(const struct parse *parse, const char *word, struct err *err)
{
	const struct command *group = parse->args.command;
	const struct command *const *table =
		group != NULL ? group->subs : parse->program->commands;
	struct nearest nearest;
	struct str path;
	struct str said;

	nearest_init(&nearest, word, strlen(word));
	for (; *table != NULL; table++)
		nearest_see(&nearest, (*table)->name);
	str_init(&path, ERR_TEXT_BYTES / 2);
	parse_path(parse, &path);
	quote(&said, word, strlen(word));
	if (nearest_word(&nearest) != NULL)
		err_set(err, ERR_USAGE,
			"there is no command \"%s\"; did you mean \"%s %s\"?",
			said.data, path.data, nearest_word(&nearest));
	else
		err_set(err, ERR_USAGE,
			"there is no command \"%s\"; see %s --help", said.data,
			path.data);
	str_release(&said);
	str_release(&path);
	return -1;
}

static void
see_options(struct nearest *nearest, const struct option *table)
{
	for (; table != NULL && table->name != NULL; table++)
		nearest_see(nearest, table->name);
}

/* What was probably meant; a letter that there is not says nothing. */
static const char *
near_option(const struct parse *parse, const char *word, size_t len)
{
	const struct command *command = parse->args.command;
	struct nearest nearest;

	if (len < 3 || word[1] != '-')
		return NULL;
	nearest_init(&nearest, word + 2, len - 2);
	see_options(&nearest, parse_common);
	if (command != NULL)
		see_options(&nearest, command->options);
	else
		nearest_see(&nearest, "version");
	return nearest_word(&nearest);
}

int
wrong_option(const struct parse *parse, const char *word, size_t len,
	struct err *err)
{
	const char *meant = near_option(parse, word, len);
	struct str said;
	struct str path;

	quote(&said, word, len);
	str_init(&path, ERR_TEXT_BYTES / 2);
	parse_path(parse, &path);
	if (meant != NULL)
		err_set(err, ERR_USAGE, "unknown option %s; did you mean --%s?",
			said.data, meant);
	else
		err_set(err, ERR_USAGE, "unknown option %s; see %s --help",
			said.data, path.data);
	str_release(&path);
	str_release(&said);
	return -1;
}

int
wrong_value(const char *value, const char *const *words, struct err *err)
{
	struct nearest nearest;
	struct str said;
	struct str all;

	nearest_init(&nearest, value, strlen(value));
	for (size_t i = 0; words[i] != NULL; i++)
		nearest_see(&nearest, words[i]);
	quote(&said, value, strlen(value));
	list(&all, words);
	if (nearest_word(&nearest) != NULL)
		err_set(err, ERR_USAGE,
			"\"%s\" is not one of %s; did you mean \"%s\"?",
			said.data, all.data, nearest_word(&nearest));
	else
		err_set(err, ERR_USAGE, "\"%s\" is not one of %s", said.data,
			all.data);
	str_release(&all);
	str_release(&said);
	return -1;
}

int
wrong_operand(const struct parse *parse, const char *word, struct err *err)
{
	struct str said;
	struct str path;

	quote(&said, word, strlen(word));
	str_init(&path, ERR_TEXT_BYTES / 2);
	parse_path(parse, &path);
	err_set(err, ERR_USAGE,
		parse->args.operand_count > 0
			? "\"%s\" is one word too many; see %s --help"
			: "\"%s\" is not an option; see %s --help",
		said.data, path.data);
	str_release(&path);
	str_release(&said);
	return -1;
}

int
wrong_end(const struct parse *parse, const struct operand *operand,
	struct err *err)
{
	const char *called;
	struct str path;
	struct str all;

	str_init(&path, ERR_TEXT_BYTES / 2);
	parse_path(parse, &path);
	/* Whoever says it puts the program's name before it. */
	called = path.data + strlen(parse->program->name) + 1;
	if (operand->words != NULL) {
		list(&all, operand->words);
		err_set(err, ERR_USAGE, "%s needs %s", called, all.data);
		str_release(&all);
	} else {
		err_set(err, ERR_USAGE, "%s needs %s; see %s --help", called,
			operand->name, path.data);
	}
	str_release(&path);
	return -1;
}

int
wrong_silence(const struct parse *parse, struct err *err)
{
	struct str path;

	str_init(&path, ERR_TEXT_BYTES / 2);
	parse_path(parse, &path);
	err_set(err, ERR_USAGE, "a command is missing; see %s --help",
		path.data);
	str_release(&path);
	return -1;
}
