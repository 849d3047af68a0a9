#ifndef CTL_GAUGE_H
#define CTL_GAUGE_H

/* How far long work has come: a line on the terminal, gone at the end; nothing
 * where there is none, or where it does not last. */

#include "call.h"

struct gauge {
	struct ctl_call *call; /* NULL: nothing is shown */
	const char *doing;
	int64_t begun_ms;
	int64_t said_ms; /* 0: not yet */
};

/* Work begins; the app is open. */
void gauge_begin(struct gauge *gauge, struct ctl_call *call, const char *doing);

/* So much is done; total 0: nobody knows of how much. */
void gauge_on(struct gauge *gauge, size_t done, size_t total);

/* Takes the line away. */
void gauge_end(struct gauge *gauge);

#endif
