#ifndef DELIVERED_H
#define DELIVERED_H

/* What the answer to a delivery means for what is kept here. */

#include "inside.h"

struct delivered {
	const struct enrolment *of; /* whose punches were sent */
	const struct enrolment *by; /* whose key delivered them */
	const struct punch *punches;
	size_t count;
	bool is_probe; /* one, answered before: it waits for nothing */
};

/*
 * Keeps the verdicts; where the service has lost some of these enrolments, of
 * earlier ones, or of such as it does not know, all of it waits again.
 * *is_copied_out: `by` is current, and has a twin or was put back from a copy,
 * or has ended. ERR_AUTH from exchange_check; ERR_UNAVAILABLE for what is no
 * answer.
 */
int delivered_take(struct app *app, const struct delivered *delivered,
	const struct transport_answer *answer, bool *is_copied_out,
	struct err *err);

#endif
