#ifndef CLI_SETTLE_H
#define CLI_SETTLE_H

/* Who, where, on what and when: from the words of a call into its press. */

#include "call.h"

/*
 * Whose punch: the employees that were named, each once, or oneself. ERR_AUTH
 * when nobody is signed in; ERR_NOT_FOUND and ERR_USAGE name what was not
 * found, or fits several.
 */
int
settle_employees(struct cli_call *call, struct press *press, struct err *err);

/*
 * Where and on what: what was said, else the job now, else the one used last,
 * else the only one there is.
 */
int settle_job(struct cli_call *call, struct press *press, struct err *err);

/* Unix time of "07:40" of today in the company's zone, or of RFC 3339. */
int settle_time(struct cli_call *call, const char *text, int64_t *ms_out,
	struct err *err);

#endif
