#ifndef CLI_REQUEST_H
#define CLI_REQUEST_H

/* Asking for a punch that is missing. */

#include "app/missed.h"
#include "call.h"

/* Asks, waits for the answer and prints it. An error says NOT ASKED FOR. */
int request_ask(struct cli_call *call, const struct missed *missed,
	int64_t now_ms, struct err *err);

#endif
