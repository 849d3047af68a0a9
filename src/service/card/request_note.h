#ifndef SERVICE_CARD_REQUEST_NOTE_H
#define SERVICE_CARD_REQUEST_NOTE_H

/* What is done with a request, as a row of the chain; within a transaction
 * that has locked it. */

#include "request_rows.h"
#include "service/desk/call.h"

/* "request.add", "request.accept", "request.decline": by its state. *seq_out
 * gets its place. */
int request_note(struct db *db, const struct call *call,
	const struct request_row *row, int64_t *seq_out, struct err *err);

#endif
