#ifndef SERVICE_CARD_CARD_EDIT_H
#define SERVICE_CARD_CARD_EDIT_H

/* A correction as it is judged and written; all within a transaction that has
 * locked the chain. */

#include "service/card/seen.h"
#include "service/ledger/correct.h"
#include "service/ledger/shut.h"

#define CARD_EDIT_BYTES 256

enum card_outcome {
	CARD_DONE,
	CARD_MISSING, /* no such punch of this employee */
	CARD_STALE,
	CARD_SHUT,
	CARD_WRONG /* what is asked makes no sense */
};

struct card_edit {
	const struct call *call;
	struct hours hours; /* of the company */
	struct ledger_correction correction;
	enum card_outcome outcome;
	char detail[CARD_EDIT_BYTES];
	const char *pointer;
	int64_t seq; /* of the correction, when it is done */
};

/* Judges and writes. The approvals of the cards that it changes are gone. */
int card_edit_write(struct card_edit *edit, struct db *db, struct err *err);

/* Answers what became of it, but for CARD_DONE. */
void card_edit_refuse(struct call *call, const struct card_edit *edit);

#endif
