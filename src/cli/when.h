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

#endif
