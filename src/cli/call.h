#ifndef CLI_CALL_H
#define CLI_CALL_H

/* What the sub-commands share: the call, its table, reading and printing. */

#include <stdbool.h>

#include "app/account.h"
#include "app/press.h"
#include "base/err.h"
#include "base/jsonout.h"
#include "base/opt.h"
#include "base/str.h"
#include "cli/cli.h"

#define CLI_VERSION "0.1.0"
#define CLI_ANSWER_MS 2500   /* a press waits so long for its answer */
#define CLI_SIGN_IN_MS 30000 /* a sign-in, a sign-out */

struct command;

struct cli_call {
	const struct cli_host *host;
	const struct command *command;
	struct app *app; /* once cli_open_app was called */
	int argc;        /* operands, after the options were taken */
	char **argv;
	int exit_code; /* when 0 is returned; 0 unless the command sets it */
};

/* What a command was told; one struct for all, each reads its own. */
struct cli_options {
	bool json;
	bool help;
	/* go and the other punches */
	const char *location;
	const char *cost_code;
	const char *comment;
	const char *at;
	const char *employees[PRESS_CREW_MAX];
	size_t employee_count;
	bool yes;
	bool require_sync;
	/* login */
	const char *server;
	const char *company;
	const char *username;
	bool password_stdin;
	/* status, sync */
	const char *format;
	bool watch;
};

typedef int command_run(struct cli_call *call,
	const struct cli_options *options, struct err *err);

struct command {
	const char *name;
	const char *operands; /* for the help, "" when there are none */
	const char *help;     /* one line */
	const struct opt *options;
	command_run *run;
};

/* Opens the app of this call (once). */
int cli_open_app(struct cli_call *call, struct err *err);

/* Prints a finished text to stdout. ERR_FULL when it cannot be written. */
int cli_print(const struct str *text, struct err *err);

/* A line of talk to stderr. */
void cli_say(const char *text);

/* "Elm St Tower" of an entry, or null; cleaned only for people, not here. */
void cli_json_entry(
	struct jsonout *json, const char *key, const struct entry *entry);

/* The wire word of a state: "out", "in", "meal". */
const char *cli_mode_word(enum clock_mode mode);

/* Signs in and waits for it; a warning of the keyring is said. */
int
cli_sign_in(struct cli_call *call, const struct sign_in *in, struct err *err);

/* The commands, one file each (punch.c holds the five that press). */
command_run cli_login, cli_logout, cli_whoami;
command_run cli_go, cli_stop, cli_meal, cli_resume, cli_undo;
command_run cli_status, cli_queue, cli_sync, cli_list, cli_verify, cli_demo;

#endif
