#ifndef SERVICE_CARD_APPROVE_H
#define SERVICE_CARD_APPROVE_H

/* Approvals given and taken back, as rows of the chain; within a transaction
 * that has locked it. */

#include "approval_rows.h"

/* The wire name of a level. */
const char *approve_name(enum approval level);

/* Gives the level. */
int approve_give(struct db *db, const struct call *call,
	struct approval_row *row, struct err *err);

/* Takes all levels back that the card of this period has. */
int approve_take_all(struct db *db, const struct call *call,
	const struct approval_row *card, const char *why, struct err *err);

/* Takes one back. */
int approve_take(struct db *db, const struct call *call,
	const struct approval_row *row, const char *why, struct err *err);

/* What was held because the card was approved counts, if it is open now. */
int approve_release(struct db *db, const struct call *call,
	const struct id *employee, struct err *err);

#endif
