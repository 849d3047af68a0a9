#ifndef SERVICE_LEDGER_QUARANTINE_H
#define SERVICE_LEDGER_QUARANTINE_H

/*
 * Punches that are held for review (connect-rules(7), Quarantine), and what
 * somebody decides of them: an accepted one counts from then on, a declined
 * one never does.
 */

#include "service/desk/call.h"

/* GET /v1/quarantine: those that wait, in the order in which they came. */
call_handler quarantine_list;

/* POST /v1/quarantine/{id}/accept and /decline. */
call_handler quarantine_accept, quarantine_decline;

/* How many wait for a decision, of all companies; for a reading connection. */
int quarantine_waiting(struct db *db, int64_t *count_out, struct err *err);

#endif
