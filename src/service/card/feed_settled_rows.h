#ifndef SERVICE_CARD_FEED_SETTLED_ROWS_H
#define SERVICE_CARD_FEED_SETTLED_ROWS_H

/* From where on what follows is the same whatever was before. */

#include "db/db.h"

/*
 * When the first GO or STOP counts behind at_ms, which nobody tried to take
 * back: what follows is the same whatever was before. INT64_MAX: there is none
 * for long.
 */
int feed_settled_rows_find(struct db *db, const struct id *company,
	const struct id *employee, int64_t at_ms, int64_t *settled_out,
	struct err *err);

#endif
