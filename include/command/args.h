#ifndef COMMAND_ARGS_H
#define COMMAND_ARGS_H

/*
 * What a command was told, by the names of its table. Asking for an option
 * that does not stand there is a bug. Texts are borrowed from argv.
 */

#include <stdbool.h>
#include <stddef.h>

#include "command/command.h"

struct args {
	const struct command *command;
	struct args_given {
		const struct option *option;
		const char *value; /* NULL for a switch */
	} * given;
	size_t given_count;
	const char **operands;
	size_t operand_count;
};

/* Whether the option was given. */
bool args_has(const struct args *args, const char *name);

/* Its value, NULL when it was not given. */
const char *args_text(const struct args *args, const char *name);

/* Its number, `fallback` when it was not given. */
long long
args_number(const struct args *args, const char *name, long long fallback);

/* The n-th value (from 0) of one that repeats, NULL beyond the last. */
const char *args_nth(const struct args *args, const char *name, size_t n);

/* The n-th operand (from 0), NULL beyond the last. */
const char *args_operand(const struct args *args, size_t n);

#endif
