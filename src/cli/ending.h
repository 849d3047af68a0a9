#ifndef CLI_ENDING_H
#define CLI_ENDING_H

/* Waiting for the end of something that the app does. */

#include "call.h"

struct ending {
	bool done;
	struct err err;
};

/* As on_done of what is begun; ctx: the ending, zeroed. */
void ending_on_done(void *ctx, const struct err *err);

/*
 * Turns the loop until it came, so long at most. ERR_UNAVAILABLE when it did
 * not. What is no error may still be a warning, in ending->err.text.
 */
int ending_wait(struct cli_call *call, struct ending *ending,
	int64_t timeout_ms, struct err *err);

#endif
