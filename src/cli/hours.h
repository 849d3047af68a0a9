#ifndef CLI_HOURS_H
#define CLI_HOURS_H

/* What the commands of hours share. */

#include "app/hours.h"
#include "call.h"

/* Somebody who waits for an answer so long looks at what is kept instead. */
#define HOURS_ANSWER_MS 5000

/*
 * Asks the service and waits for it. Where there is no answer why_out says why
 * not, and what is kept may still be shown. Only what no other time can mend is
 * an error: somebody may not see it, or there is no such thing.
 */
int hours_fetch(struct cli_call *call, const struct hours_ask *ask,
	struct err *why_out, struct err *err);

/* Whoever is signed in; ERR_AUTH. */
int hours_signed_in(struct cli_call *call, const struct account **account_out,
	struct err *err);

/* One of the catalogue by a text; the candidates are said behind an error. */
int hours_resolve(struct cli_call *call, enum entry_kind kind, const char *text,
	struct id *id_out, struct err *err);

/* Columns of stdout: those of its terminal, else 80; whether it shows more than
 * ASCII. */
int hours_cols(void);
bool hours_is_ascii(void);

#endif
