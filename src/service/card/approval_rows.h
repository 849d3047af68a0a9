#ifndef SERVICE_CARD_APPROVAL_ROWS_H
#define SERVICE_CARD_APPROVAL_ROWS_H

/* Who stands for which card, in the database. */

#include "service/card/seen.h"

struct approval_row {
	struct id company;
	struct id employee;
	struct period period;
	enum approval level;
	int64_t change_seq;
	struct id author;
	int64_t at_ms;
};

/* The levels that the card of this period has: bits (1 << level). */
int approval_rows_levels(struct db *db, const struct approval_row *where,
	unsigned *levels_out, struct err *err);

/* Keeps it, by its row of the chain. */
int approval_rows_add(
	struct db *db, const struct approval_row *row, struct err *err);

/* Takes this level away. */
int approval_rows_remove(
	struct db *db, const struct approval_row *row, struct err *err);

#endif
