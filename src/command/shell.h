#ifndef COMMAND_SHELL_H
#define COMMAND_SHELL_H

/* What a shell asks: which words could stand where the cursor is. */

#include "command/command.h"

/*
 * Appends a line for each word that the last of `words` could become: the
 * word, a TAB, and what it means. COMMAND_FILES stands for names of files.
 * Nothing when the words before make no sense.
 */
void complete_answer(const struct program *program, void *ctx, size_t count,
	char **words, struct str *out);

#endif
