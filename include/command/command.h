#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

/*
 * What a program can be told, as one table: the parser, the help, what a
 * shell completes, the manual's check and every "did you mean" come from it.
 *
 * Long names must be exact (no abbreviations); options may stand before and
 * after operands; "--" ends them; "--name=value" and "--name value" are one,
 * so are "-n value" and "-nvalue"; of an option that is there twice and does
 * not repeat the last counts. Every command takes --help. A word that is
 * none of the table is ERR_USAGE, with the nearest one where one is near.
 */

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct args;
struct complete;

/* Names of files: what a shell completes by itself. */
#define COMMAND_FILES ":files"

struct option {
	const char *name; /* long name, without the dashes */
	char letter;      /* 0 when there is none */
	bool required;
	bool repeats;     /* may be given several times */
	const char *arg;  /* what its value is called, NULL for a switch */
	const char *help; /* one line */
	const char *const *words; /* its only values, up to NULL; NULL: any */
	long long min;            /* a whole number, if max is not 0 */
	long long max;
	const char
		*completes; /* COMMAND_FILES, a word of the program's; NULL */
};

/* What stands behind the options; optional ones behind those that must be. */
struct operand {
	const char *name;
	bool optional;
	bool repeats;             /* the last one only */
	const char *const *words; /* its only values, up to NULL; NULL: any */
	const char *completes;    /* as an option's */
};

/* Runs a command: 0, or -1 with err set. `ctx` is of the program. */
typedef int command_run(void *ctx, const struct args *args, struct err *err);

struct command {
	const char *name;
	const char *help;                  /* one line */
	const struct option *options;      /* up to one without a name; NULL */
	const struct operand *operands;    /* up to one without a name; NULL */
	const struct command *const *subs; /* commands of its own, up to NULL */
	command_run *run; /* NULL: one of the subs must be named */
	const char *more; /* whole lines below the help; NULL */
};

struct program {
	const char *name;
	const char *version;
	const char *about; /* what stands below its usage, whole lines */
	const struct command *const *commands; /* up to NULL */
	/* Without a command; NULL: one must be named. */
	int (*run)(void *ctx, struct err *err);
	/* Adds (complete_add) the values of a `completes` word that begin with
	 * `typed`; NULL when no table names one. `args`: what stands before. */
	void (*values)(void *ctx, const char *completes, const char *typed,
		const struct args *args, struct complete *to);
};

/*
 * Reads argv[1..argc) by the table and runs the command that it names. What
 * --help, --version and a shell's questions are answered with is appended to
 * `said`, for stdout. 0, or -1 with err set.
 */
int command_main(const struct program *program, void *ctx, int argc,
	char **argv, struct str *said, struct err *err);

#endif
