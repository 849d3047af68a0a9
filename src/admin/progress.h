#ifndef ADMIN_PROGRESS_H
#define ADMIN_PROGRESS_H

/* Long work on a terminal: one line that says how far it is. */

#include <stdbool.h>

#include "admin/admin.h"

struct admin_progress {
	const struct admin_host *host;
	const char *doing; /* "copying" */
	int64_t begun_ms;
	int64_t said_ms;
	bool shown; /* stderr is a terminal */
};

/* Begins; nothing is said where nobody looks. */
void admin_progress_begin(struct admin_progress *it,
	const struct admin_host *host, const char *doing);

/* So much is done, of so much; ctx is the struct. */
void admin_progress_on(void *ctx, int64_t done, int64_t total);

/* Takes the line away. */
void admin_progress_end(struct admin_progress *it);

#endif
