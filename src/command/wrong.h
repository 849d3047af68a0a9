#ifndef COMMAND_WRONG_H
#define COMMAND_WRONG_H

/* What is wrong with a call, in one line; each gives -1 and ERR_USAGE. */

#include "parse.h"

/* A first word, or the one behind a group, that names no command. */
int wrong_command(const struct parse *parse, const char *word, struct err *err);

/* An option (with its dashes, `len` bytes) that the command does not have. */
int wrong_option(const struct parse *parse, const char *word, size_t len,
	struct err *err);

/* A value that is none of `words`. */
int wrong_value(const char *value, const char *const *words, struct err *err);

/* A word more than the command takes. */
int wrong_operand(const struct parse *parse, const char *word, struct err *err);

/* No word where an operand must stand. */
int wrong_end(const struct parse *parse, const struct operand *operand,
	struct err *err);

/* No command, or no sub-command of a group that does nothing by itself. */
int wrong_silence(const struct parse *parse, struct err *err);

#endif
