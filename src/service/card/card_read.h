#ifndef SERVICE_CARD_CARD_READ_H
#define SERVICE_CARD_CARD_READ_H

/* A card as GET answers it, and its ETag: what a correction or an approval says
 * that it has seen. */

#include "base/str.h"
#include "db/db.h"
#include "facts.h"

struct card_query {
	struct id employee;
	struct period range;
	int64_t now_ms;
	bool explain;
};

/*
 * Appends the body. ERR_NOT_FOUND: there is nobody of this id in the company.
 * All is read in the transaction that the connection is in, if any.
 */
int card_read(struct db *db, struct hours *hours,
	const struct card_query *query, struct str *body, struct err *err);

/* The dates that are folded for those of a range: whole work weeks. */
struct period card_weeks(const struct hours *hours, const struct period *range);

#endif
