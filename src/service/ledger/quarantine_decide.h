#ifndef SERVICE_LEDGER_QUARANTINE_DECIDE_H
#define SERVICE_LEDGER_QUARANTINE_DECIDE_H

/* A decision of a punch that is held for review. */

#include "service/desk/call.h"
#include "wire/reason.h"

enum quarantine_outcome {
	QUARANTINE_DECIDED,   /* now, or just so before */
	QUARANTINE_MISSING,   /* nothing was held there, as far as is seen */
	QUARANTINE_OTHERWISE, /* somebody decided otherwise */
	QUARANTINE_NOBODY     /* its employee is none of the company's */
};

struct quarantine_decide {
	const struct call *call;
	int64_t seq; /* of the punch */
	bool accepts;
	struct wire_reason reason;
	enum quarantine_outcome outcome;
};

/* A store_work, whose context is the struct above: notes the decision in the
 * chain, and lets the punch count that is accepted. */
int quarantine_decide_work(void *ctx, struct db *db, struct err *err);

#define QUARANTINE_ACCEPT "quarantine.accept"
#define QUARANTINE_DECLINE "quarantine.decline"

#endif
