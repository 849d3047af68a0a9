#ifndef CLI_WHEN_H
#define CLI_WHEN_H

/* When it was, as somebody says that. */

#include "settle.h"

/*
 * The chosen time, into the press. What can be meant in two ways, or of
 * yesterday, is asked about; without a terminal ERR_AMBIGUOUS, and what can be
 * said instead among the candidates. ERR_DATA: it is no time.
 */
int
when_settle(struct cli_call *call, struct settled *settled, struct err *err);

/* A time, and the option that it is the value of, or would be. */
struct when_said {
	const char *option;
	const char *text;
};

/*
 * Likewise such a time, but a bare one of a day is the last one, of yesterday
 * too. ERR_AMBIGUOUS, ERR_DATA.
 */
int when_read(struct cli_call *call, struct settled *settled,
	const struct when_said *said, int64_t *ms_out, struct err *err);

#endif
