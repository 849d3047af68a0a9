#ifndef CLI_CLI_H
#define CLI_CLI_H

/*
 * The command line of connect-clock: one table of sub-commands. Data goes to
 * stdout, talk to stderr; nothing prompts without a terminal.
 */

#include "app/app.h"
#include "app/settings.h"

#define CLI_NUMBERS_BYTES 200

/* What checking the journal found; numbers in words, "3, 17-19". */
struct cli_verified {
	int64_t punches;
	bool is_sound;       /* nothing is wrong that is not named lost */
	char complaint[160]; /* of the file itself; "": none */
	char altered[CLI_NUMBERS_BYTES];
	char missing[CLI_NUMBERS_BYTES];
	char lost[CLI_NUMBERS_BYTES]; /* named as lost, for ever */
	int64_t unacknowledged;       /* of these */
};

/* What the composition root lends; each may be asked for once. */
struct cli_host {
	/* Opens everything over the configuration; a second call gives the
	 * same app. `interactive`: a person may be asked (keyring). */
	int (*open)(void *ctx, bool interactive, struct app **app_out,
		struct err *err);
	/* The configuration, loaded by open. */
	const struct settings *(*settings)(void *ctx);
	/* Whether the terminal can show a panel; appends what it is. */
	int (*terminal)(void *ctx, struct str *out, struct err *err);
	/* Runs the panel until the person leaves it. */
	int (*panel)(void *ctx, struct err *err);
	/* Once this program has closed everything a process of its own sends
	 * what is kept, and ends; false: it could not send it. */
	bool (*hand_over)(void *ctx);
	/* Closes what open opened; a later open begins anew. */
	void (*close)(void *ctx);
	/* Checks each row of the journal and its hash chain. */
	int (*verify)(
		void *ctx, struct cli_verified *verified_out, struct err *err);
	/* Each row of the journal, of whatever version, as a line of JSON; not
	 * even its own version has to be known. False from on_line: stop. */
	int (*export)(void *ctx, bool (*on_line)(void *ctx, const char *line),
		void *line_ctx, struct err *err);
	/* Loads a time zone by its name, yours to free. */
	int (*zone)(const char *name, struct zone **zone_out, struct err *err);
	void *ctx;
};

/* Runs argv; returns the exit code (base/err.h). Prints its own errors. */
int cli_run(const struct cli_host *host, int argc, char **argv);

#endif
