#ifndef CLI_CALL_H
#define CLI_CALL_H

/* What the sub-commands share: the call, its table, reading and printing. */

#include <stdbool.h>

#include "app/account.h"
#include "app/press.h"
#include "base/err.h"
#include "base/jsonout.h"
#include "base/str.h"
#include "cli/cli.h"
#include "command/args.h"
#include "command/complete.h"

#define CLI_ANSWER_MS 2500   /* a press waits so long for its answer */
#define CLI_SIGN_IN_MS 30000 /* a sign-in, a sign-out */

struct cli_call {
	const struct cli_host *host;
	const struct args *args; /* what the command was told */
	struct app *app;         /* once cli_open_app was called */
	struct str candidates; /* lines to choose from, said behind an error */
	int exit_code; /* when 0 is returned; 0 unless the command sets it */
};

/* The option that most commands have. */
#define CLI_JSON                                                               \
	{                                                                      \
		.name = "json", .help = "data as JSON"                         \
	}
#define CLI_NO_MORE                                                            \
	{                                                                      \
		.name = NULL                                                   \
	}

/* Opens the app of this call (once). */
int cli_open_app(struct cli_call *call, struct err *err);

/* Prints a finished text to stdout. ERR_FULL when it cannot be written. */
int cli_print(const struct str *text, struct err *err);

/* A line of talk to stderr. */
void cli_say(const char *text);

/* {"number":"2601","name":"Elm St Tower"} of an entry, or null; cleaned only
 * for people, not here. */
void cli_json_entry(
	struct jsonout *json, const char *key, const struct entry *entry);

/* The same of "2601 Elm St Tower", so much of which is the number. */
void cli_json_label(struct jsonout *json, const char *key, const char *label,
	size_t number_len);

/* The wire word of a state: "out", "in", "meal". */
const char *cli_mode_word(enum clock_mode mode);

/* Prints who is signed in. */
int cli_print_who(struct cli_call *call, struct err *err);

/* Signs in and waits for it; a warning of the keyring is said. */
int
cli_sign_in(struct cli_call *call, const struct sign_in *in, struct err *err);

/* Delivers and fetches once, and says what is kept then. */
int sync_once(struct cli_call *call, struct err *err);

/* What a shell completes among locations, cost codes and employees. */
void list_values(void *ctx, const char *completes, const char *typed,
	const struct args *args, struct complete *to);

/* The words of a table for what list_values completes. */
#define LIST_LOCATIONS "locations"
#define LIST_COST_CODES "cost-codes"
#define LIST_EMPLOYEES "employees"

/* The commands, by the files that they are in. Each runs with a cli_call. */
extern const struct command cli_login, cli_logout, cli_whoami;
extern const struct command cli_forgot, cli_activate;
extern const struct command cli_go, cli_stop, cli_meal, cli_resume, cli_undo;
extern const struct command cli_status, cli_queue, cli_sync, cli_list;
extern const struct command cli_card, cli_board, cli_request;
extern const struct command cli_approve, cli_unapprove; /* of cli_card */
extern const struct command cli_verify, cli_demo, cli_doctor, cli_project;

#endif
