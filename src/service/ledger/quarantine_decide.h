#ifndef SERVICE_LEDGER_QUARANTINE_DECIDE_H
#define SERVICE_LEDGER_QUARANTINE_DECIDE_H

/* A decision of a punch that is held for review. */

#include "service/desk/call.h"
#include "service/ledger/shut.h"
#include "wire/reason.h"

enum quarantine_outcome {
	QUARANTINE_DECIDED,   /* now, or just so before */
	QUARANTINE_MISSING,   /* nothing was held there, as far as is seen */
	QUARANTINE_OTHERWISE, /* somebody decided otherwise */
	QUARANTINE_NOBODY,    /* its employee is none of the company's */
	QUARANTINE_SHUT       /* it would move what is closed or approved */
};

struct quarantine_decide {
	const struct call *call;
	int64_t seq; /* of the punch */
	bool accepts;
	struct wire_reason reason;
	enum quarantine_outcome outcome;
	struct shut shut;
};

/* A store_work, whose context is the struct above: notes the decision in the
 * chain, and lets the punch count that is accepted. */
int quarantine_decide_work(void *ctx, struct db *db, struct err *err);

#define QUARANTINE_ACCEPT "quarantine.accept"
#define QUARANTINE_DECLINE "quarantine.decline"
#define QUARANTINE_RELEASE "quarantine.release"

/* The punch of this seq counts from now on, at the place where it stands. */
int quarantine_decide_count(struct db *db, struct zones *zones,
	const struct id *company, int64_t seq, struct err *err);

/* What is shut for it now. */
int quarantine_decide_shut(struct db *db, struct zones *zones,
	const struct id *company, int64_t seq, struct shut *shut_out,
	struct err *err);

#endif
