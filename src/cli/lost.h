#ifndef CLI_LOST_H
#define CLI_LOST_H

/* What the journal lost, beside what the queue holds. */

#include "call.h"

/* Appends what nobody has acknowledged, a line each. */
int lost_add_words(struct cli_call *call, struct str *out, struct err *err);

/* Appends the array "lost" to an open object. */
int lost_add_json(struct cli_call *call, struct jsonout *json, struct err *err);

/* A person knows of it (a command_run). */
int lost_run_acknowledge(void *ctx, const struct args *args, struct err *err);

#endif
