#include "command/args.h"

#include <assert.h>
#include <string.h>

#include "base/number.h"

static void
must_stand(const struct args *args, const char *name)
{
	const struct option *option = args->command->options;

	while (option != NULL && option->name != NULL &&
		strcmp(option->name, name) != 0)
		option++;
	assert(option != NULL && option->name != NULL);
}

static const struct args_given *
find(const struct args *args, const char *name, size_t n)
{
	must_stand(args, name);
	for (size_t i = 0; i < args->given_count; i++)
		if (strcmp(args->given[i].option->name, name) == 0 && n-- == 0)
			return &args->given[i];
	return NULL;
}

bool
args_has(const struct args *args, const char *name)
{
	return find(args, name, 0) != NULL;
}

const char *
args_nth(const struct args *args, const char *name, size_t n)
{
	const struct args_given *given = find(args, name, n);

	return given != NULL ? given->value : NULL;
}

const char *
args_text(const struct args *args, const char *name)
{
	return args_nth(args, name, 0);
}

long long
args_number(const struct args *args, const char *name, long long fallback)
{
	const struct args_given *given = find(args, name, 0);
	struct err ignored;
	long long value = fallback;

	/* The parser has seen to it that it is one. */
	if (given != NULL)
		(void)number_parse(given->value, given->option->min,
			given->option->max, &value, &ignored);
	return value;
}

const char *
args_operand(const struct args *args, size_t n)
{
	return n < args->operand_count ? args->operands[n] : NULL;
}
