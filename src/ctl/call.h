#ifndef CTL_CALL_H
#define CTL_CALL_H

/* What the sub-commands share: the call, asking the office, reading and
 * printing. */

#include <stdbool.h>

#include "app/office.h"
#include "base/err.h"
#include "base/jsonout.h"
#include "base/str.h"
#include "command/args.h"
#include "command/complete.h"
#include "ctl/ctl.h"

struct ctl_call {
	const struct ctl_host *host;
	struct app *app;       /* once call_open was called */
	struct office *office; /* the same */
	struct str candidates; /* lines to look at, said behind an error */
	int exit_code; /* when 0 is returned; 0 unless the command sets it */
};

#define CTL_JSON                                                               \
	{                                                                      \
		.name = "json", .help = "data as JSON"                         \
	}
#define CTL_DRY_RUN                                                            \
	{                                                                      \
		.name = "dry-run",                                             \
		.help = "try it at the service, and keep nothing"              \
	}
#define CTL_YES                                                                \
	{                                                                      \
		.name = "yes", .letter = 'y',                                  \
		.help = "answer the question with yes"                         \
	}
#define CTL_NO_MORE                                                            \
	{                                                                      \
		.name = NULL                                                   \
	}

/* Opens the app and the office of this call. ERR_AUTH: nobody is signed in. */
int call_open(struct ctl_call *call, struct err *err);

/* Prints a finished text to stdout. ERR_FULL when it cannot be written. */
int call_print(const struct str *text, struct err *err);

/* A line of talk to stderr. */
void call_say(const char *text);

/* --- asking the office, until it has answered (wait.c) -------------------- */

struct wait {
	bool done;
	struct err err;
	const struct field *field;    /* that is wrong, or NULL */
	const struct description *of; /* copy its record */
	void *record;                 /* to here; NULL: not */
	struct str *body;             /* or the raw answer; NULL: not */
	struct str *next;             /* and the path of its next page */
	struct str *etag;             /* and its ETag */
};

/* As on_answer of the office; ctx: the wait. */
void wait_on_answer(void *ctx, const struct office_answer *answer);

/* Turns the loop until it came. */
int wait_for(struct ctl_call *call, struct wait *wait, struct err *err);

/* Loads a kind, and those that it names. */
int
wait_load(struct ctl_call *call, const struct description *of, struct err *err);

/* Adds or changes; what comes of it into after_out, which is cleared and the
 * caller's to release. *wrong_out: the field that is wrong, where the text does
 * not say so. */
int
wait_edit(struct ctl_call *call, const struct office_edit *edit, bool is_new,
	void *after_out, const struct field **wrong_out, struct err *err);

/* Asks for something else; appends the answer to body_out (NULL: it is not
 * wanted) and puts the path of the next page into *next_out (NULL: there is
 * none to come). */
int wait_ask(struct ctl_call *call, const struct office_request *request,
	struct str *body_out, struct str *next_out, struct err *err);

/* --- words (words.c) ------------------------------------------------------ */

/* The names of other records; what fits several is listed behind the error. */
struct field_names words_names(struct ctl_call *call);

/* The one record that is meant. */
int words_find(struct ctl_call *call, const struct description *of,
	const char *words, const void **record_out, struct err *err);

/* Sets a field from what was said for `option`. */
int words_set(struct ctl_call *call, const struct field *field, void *record,
	const char *option, const char *words, struct err *err);

/* Appends the value of a field, cleaned; "(hidden)" for each record that it
 * names and that this one may not see. */
void words_add(struct ctl_call *call, const struct field *field,
	const void *record, struct str *out);

/* Appends "location 2601 Elm St Tower", cleaned. */
void
words_record(const struct description *of, const void *record, struct str *out);

/* "given" of given_name: what the option of a field is called. Static for
 * LEVELS, else into name_out. */
#define WORDS_NAME_BYTES 48
const char *
words_option(const struct field *field, char name_out[WORDS_NAME_BYTES]);

/* Whether somebody at the terminal says yes. ERR_USAGE without a terminal,
 * naming --yes; ERR_USAGE when they say no. */
int
words_confirm(const struct args *args, const char *question, struct err *err);

/* --- printing records (list.c) -------------------------------------------- */

/* One record with all of its fields that one sees, to stdout. */
int list_print_one(struct ctl_call *call, const struct description *of,
	const void *record, bool as_json, struct err *err);

#endif
