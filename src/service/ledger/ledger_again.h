#ifndef SERVICE_LEDGER_LEDGER_AGAIN_H
#define SERVICE_LEDGER_LEDGER_AGAIN_H

/* Presses that stand, and of which more became known: each that changes gets
 * an event, and its row of the timeline. Both want the group's rows inserted.
 */

#include "ledger_job.h"

/* Restates the presses of the contact's boot anew that went by slower contacts
 * (when `quicker`). */
int ledger_again_quicker(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err);

/* The same for those that were delivered again, and now from the boot in which
 * they were pressed: a copy of the journal had brought them before. */
int ledger_again_known(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err);

/*
 * Where the job found that its enrolment forks, or does so from a lower number
 * on: says so in the chain, and flags what stands from there on. No contact
 * bounds one of these by its boot's clock any more.
 */
int ledger_again_forked(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err);

#endif
