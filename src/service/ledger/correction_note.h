#ifndef SERVICE_LEDGER_CORRECTION_NOTE_H
#define SERVICE_LEDGER_CORRECTION_NOTE_H

/* What the ledger says of a line by itself. */

#include "correction_rows.h"
#include "service/company/chain.h"

struct correction_note {
	int kind; /* CORRECTION_ROW_KEEP or CORRECTION_ROW_FOLLOW */
	int64_t now_ms;
	const char *reason;
};

/* Puts it behind the head, which is locked and moves on, and beside the
 * corrections; `corrected` of the line is set, and is to be written. */
int correction_note(struct db *db, struct chain_head *head,
	const struct correction_note *note, struct timeline_row *line,
	struct err *err);

#endif
