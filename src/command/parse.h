#ifndef COMMAND_PARSE_H
#define COMMAND_PARSE_H

/*
 * The words of a call, read one by one against the table. What a shell
 * completes is what could come next, so it reads by the same steps.
 */

#include "base/str.h"
#include "command/args.h"
#include "command/command.h"

struct parse {
	const struct program *program;
	const struct command *group;  /* what args.command is a sub of; NULL */
	const struct option *pending; /* the next word is its value */
	bool ended;                   /* "--" was there */
	bool wants_help;
	bool wants_version;
	struct args args; /* args.command is NULL until one is named */
};

/* The options that stand in no table because every command has them. */
extern const struct option parse_common[];

/* Begins with nothing read; at most `words` words will come. */
void
parse_init(struct parse *parse, const struct program *program, size_t words);

/* Frees what parse_init made. */
void parse_release(struct parse *parse);

/* Takes the next word, which must outlive `parse`. ERR_USAGE. */
int parse_word(struct parse *parse, const char *word, struct err *err);

/* No word comes any more: ERR_USAGE if something is missing. */
int parse_end(const struct parse *parse, struct err *err);

/* The option of a command of this long name (len bytes), else NULL. */
const struct option *
parse_find(const struct command *command, const char *name, size_t len);

/* The operand that the next word would be, NULL when it may be none. */
const struct operand *parse_operand(const struct parse *parse);

/* Appends "connectd init": the call up to the command that was named. */
void parse_path(const struct parse *parse, struct str *out);

#endif
