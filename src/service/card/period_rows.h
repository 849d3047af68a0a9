#ifndef SERVICE_CARD_PERIOD_ROWS_H
#define SERVICE_CARD_PERIOD_ROWS_H

/* Pay periods that are closed, in the database. */

#include "service/company/hours.h"

/* Whether it is, and since which row of the chain. */
int period_rows_find(struct db *db, const struct id *company,
	const struct period *period, int64_t *change_seq_out, struct err *err);

/* Keeps that it is, by this row of the chain. */
int period_rows_close(struct db *db, const struct id *company,
	const struct period *period, int64_t change_seq, struct err *err);

/* Forgets it. */
int period_rows_reopen(struct db *db, const struct id *company,
	const struct period *period, struct err *err);

/* Somebody whose record was begun in it and is open, not forgotten yet: given
 * and family name, "" where there is nobody. */
int period_rows_open(struct db *db, const struct hours *hours,
	const struct period *period, int64_t now_ms, struct str *name_out,
	struct err *err);

#endif
