#include "base/opt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define OPT_HELP_CELLS 28 /* where the help texts begin, at the latest */

/* What is still to be read of the call. */
struct opt_words {
	int argc;
	char **argv;
	int next;
};

static const struct opt *
opt_find(const struct opt *table, const char *name, size_t len)
{
	for (; table->name != NULL; table++)
		if (strlen(table->name) == len &&
			memcmp(table->name, name, len) == 0)
			return table;
	return NULL;
}

static const struct opt *
opt_find_letter(const struct opt *table, char letter)
{
	for (; table->name != NULL; table++)
		if (table->letter == letter)
			return table;
	return NULL;
}

/* The next word as the value of an option that wants one. */
static int
opt_next_value(struct opt_words *words, const struct opt *opt,
	const char **value_out, struct err *err)
{
	if (words->next == words->argc)
		return err_set(err, ERR_USAGE, "option --%s needs %s",
			opt->name, opt->arg);
	*value_out = words->argv[words->next++];
	return 0;
}

/* "--name", "--name value", "--name=value"; `word` is behind the dashes. */
static int
opt_long(const struct opt_call *call, struct opt_words *words, const char *word,
	struct err *err)
{
	size_t len = strcspn(word, "=");
	const struct opt *opt = opt_find(call->table, word, len);
	const char *value = word[len] == '=' ? word + len + 1 : NULL;

	if (opt == NULL)
		return err_set(err, ERR_USAGE, "unknown option --%.*s",
			len < 60 ? (int)len : 60, word);
	if (opt->arg == NULL && value != NULL)
		return err_set(err, ERR_USAGE, "option --%s takes no value",
			opt->name);
	if (opt->arg != NULL && value == NULL &&
		opt_next_value(words, opt, &value, err) < 0)
		return -1;
	return call->on_option(call->ctx, opt, value, err);
}

/* "-a", "-ab" (two switches), "-n value", "-nvalue"; behind the dash. */
static int
opt_letters(const struct opt_call *call, struct opt_words *words,
	const char *word, struct err *err)
{
	for (; *word != '\0'; word++) {
		const struct opt *opt = opt_find_letter(call->table, *word);
		const char *value = NULL;

		if (opt == NULL)
			return err_set(
				err, ERR_USAGE, "unknown option -%.60s", word);
		if (opt->arg == NULL) {
			if (call->on_option(call->ctx, opt, NULL, err) < 0)
				return -1;
			continue;
		}
		if (word[1] != '\0')
			value = word + 1;
		else if (opt_next_value(words, opt, &value, err) < 0)
			return -1;
		return call->on_option(call->ctx, opt, value, err);
	}
	return 0;
}

int
opt_parse(const struct opt_call *call, int argc, char **argv, int *operands_out,
	struct err *err)
{
	struct opt_words words = {.argc = argc, .argv = argv, .next = 1};
	int operands = 0;
	bool ended = false;

	while (words.next < argc) {
		char *word = argv[words.next++];
		int rc = 0;

		/* operands move to the front: never past what is unread */
		if (ended || word[0] != '-' || word[1] == '\0')
			argv[1 + operands++] = word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (word[1] == '-')
			rc = opt_long(call, &words, word + 2, err);
		else
			rc = opt_letters(call, &words, word + 1, err);
		if (rc != 0)
			return -1;
	}
	*operands_out = operands;
	return 0;
}

void
opt_help(const struct opt *table, struct str *out)
{
	for (; table->name != NULL; table++) {
		struct str left;

		str_init(&left, 200);
		if (table->letter != 0)
			str_addf(&left, "  -%c, --%s", table->letter,
				table->name);
		else
			str_addf(&left, "      --%s", table->name);
		if (table->arg != NULL)
			str_addf(&left, " %s", table->arg);
		if (left.len + 2 > OPT_HELP_CELLS)
			str_addf(out, "%s\n%*s", left.data, OPT_HELP_CELLS, "");
		else
			str_addf(out, "%-*s", OPT_HELP_CELLS, left.data);
		str_addf(out, "%s\n", table->help);
		str_release(&left);
	}
}

int
opt_int(const char *text, long long min, long long max, long long *value_out,
	struct err *err)
{
	const char *digits = text[0] == '-' ? text + 1 : text;
	long long value;

	errno = 0;
	value = strtoll(text, NULL, 10);
	if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0' ||
		errno != 0 || value < min || value > max)
		return err_set(err, ERR_USAGE,
			"\"%.60s\" is not a whole number from %lld to %lld",
			text, min, max);
	*value_out = value;
	return 0;
}
