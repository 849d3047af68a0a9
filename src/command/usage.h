#ifndef COMMAND_USAGE_H
#define COMMAND_USAGE_H

/* What --help shows, from the table. */

#include "parse.h"

/* The program's commands, or what the command that was named takes. */
void usage_add(const struct parse *parse, struct str *out);

/* "{a|b}", "TEXT": what a value or operand is called. */
void usage_value(const char *name, const char *const *words, struct str *out);

#endif
