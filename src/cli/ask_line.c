#include "ask_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

/* A line without its end. False at the end of input or when it is too long. */
static bool
read_line(FILE *from, char *line, size_t size)
{
	size_t len;

	if (fgets(line, (int)size, from) == NULL)
		return false;
	len = strcspn(line, "\r\n");
	if (line[len] == '\0' && len == size - 1)
		return false;
	line[len] = '\0';
	return true;
}

/* Byte by byte from a terminal: nothing of it stays in stdio's buffer. */
static bool
read_hidden(char *line, size_t size)
{
	size_t len = 0;
	char byte;

	while (read(STDIN_FILENO, &byte, 1) == 1 && len < size - 1) {
		if (byte == '\n' || byte == '\r') {
			line[len] = '\0';
			return true;
		}
		if (byte == '\003')
			break;
		line[len++] = byte;
	}
	return false;
}

bool
ask_line_hidden(const char *question, char line_out[ASK_LINE_BYTES])
{
	struct termios old, quiet;
	bool read;

	if (tcgetattr(STDIN_FILENO, &old) < 0)
		return false;
	/* ^C must not end it before the echo is back: it gives up. */
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	quiet.c_cc[VEOL] = old.c_cc[VINTR];
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fprintf(stderr, "%s: ", question);
	read = read_hidden(line_out, ASK_LINE_BYTES);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	fputc('\n', stderr);
	return read;
}

/* Without echo when a person types it. */
int
ask_line_password(bool from_stdin, struct secret *password_out, struct err *err)
{
	char line[ASK_LINE_BYTES];
	bool read;

	if (!from_stdin && !ask_line_can())
		return err_set(err, ERR_USAGE,
			"no terminal to ask for the password; use "
			"--password-stdin");
	read = from_stdin ? read_line(stdin, line, sizeof(line))
			  : ask_line_hidden("Password", line);
	if (read)
		(void)secret_set(password_out, line, strlen(line));
	secret_wipe(line, sizeof(line));
	if (password_out->len == 0)
		return err_set(err, ERR_USAGE, "no password was given");
	return 0;
}

bool
ask_line_can(void)
{
	return isatty(STDIN_FILENO) == 1;
}

bool
ask_line(const char *question, char line_out[ASK_LINE_BYTES])
{
	if (!ask_line_can())
		return false;
	fprintf(stderr, "%s: ", question);
	return read_line(stdin, line_out, ASK_LINE_BYTES);
}

struct termios *
ask_line_quiet(void)
{
	struct termios *before = mem_new(1, sizeof(*before));
	struct termios quiet;

	if (tcgetattr(STDIN_FILENO, before) < 0) {
		free(before);
		return NULL;
	}
	quiet = *before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	return before;
}

void
ask_line_loud(struct termios **quiet)
{
	if (*quiet == NULL)
		return;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, *quiet);
	free(*quiet);
	*quiet = NULL;
}
