#ifndef CLI_FORGOTTEN_H
#define CLI_FORGOTTEN_H

/* GO behind a record that somebody forgot to end: when did they stop? */

#include "app/missed.h"
#include "settle.h"

struct forgotten {
	bool asks; /* for this STOP, once GO is recorded */
	struct missed stop;
};

/*
 * Says which clocks were left open. Of the own one --stopped-at, or whoever
 * sits at the terminal, says when it was to end: out_asks then. Nobody is asked
 * who may not ask for a missed punch. ERR_USAGE, ERR_DATA: a time that cannot
 * be.
 */
int forgotten_settle(struct cli_call *call, struct settled *settled,
	struct forgotten *out, struct err *err);

/* Asks for it. GO stands whatever becomes of that, which is said. */
void forgotten_ask(struct cli_call *call, const struct forgotten *forgotten);

#endif
