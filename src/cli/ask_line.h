#ifndef CLI_ASK_LINE_H
#define CLI_ASK_LINE_H

/* Asking a person on the terminal; nothing is asked where there is none. */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"

#define ASK_LINE_BYTES 1024

/* Whether somebody is there who could answer. */
bool ask_line_can(void);

/* "Server: ", then a line without its end. False when there is none. */
bool ask_line(const char *question, char line_out[ASK_LINE_BYTES]);

/*
 * The same, and what is typed is not shown: somebody who types on without
 * looking may be at the password already. ^C: false.
 */
bool ask_line_hidden(const char *question, char line_out[ASK_LINE_BYTES]);

/*
 * A password, without echo when a person types it. ERR_USAGE: there is no
 * terminal, or nothing was given.
 */
int ask_line_password(
	bool from_stdin, struct secret *password_out, struct err *err);

/*
 * From here to ask_line_loud what is typed is not shown: somebody may go on
 * typing a password. NULL where there is no terminal; else to be given back.
 */
struct termios;
struct termios *ask_line_quiet(void);

/* Shows again what is typed; frees. NULL is fine. */
void ask_line_loud(struct termios **quiet);

#endif
