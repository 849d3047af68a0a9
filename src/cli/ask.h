#ifndef CLI_ASK_H
#define CLI_ASK_H

/* Questions to whoever sits at the terminal. */

#include <stdbool.h>
#include <stddef.h>

/* Whether somebody does. */
bool ask_can(void);

/* Whether they say yes; false when nobody can be asked. */
bool ask_yes(const char *question);

/* Which of the choices they take, from 0; -1: none. */
int ask_which(const char *question, const char *const *choices, size_t count);

#endif
