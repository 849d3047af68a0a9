#ifndef SERVICE_CARD_STANDING_ROWS_H
#define SERVICE_CARD_STANDING_ROWS_H

/* How cards stand: who approved them, whether their period is closed. */

#include "db/db.h"
#include "wire/card.h"

/* Fills approvals (room for APPROVAL_COUNT) and closed of a card, by its
 * range. */
int standing_rows_load(struct db *db, const struct id *company,
	const struct id *employee, struct wire_card *card, struct err *err);

/* Whether the range is closed. */
int standing_rows_closed(struct db *db, const struct id *company,
	const struct period *range, bool *closed_out, struct err *err);

/* Of n rows, rising by employee, the approvals of the range. */
int standing_rows_approvals(struct db *db, const struct id *company,
	const struct period *range, struct wire_summary_row *rows, size_t n,
	struct err *err);

#endif
