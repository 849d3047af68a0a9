#ifndef SERVICE_CARD_FEED_FOLLOW_H
#define SERVICE_CARD_FEED_FOLLOW_H

/* The stored records of a company follow its chain. */

#include "feed_rows.h"
#include "service/company/zones.h"

struct feed_follow {
	struct db *db; /* of its own, outside a transaction */
	struct zones *zones;
	struct id company;
	const struct zone *zone; /* the company's */
	int64_t now_ms;
	/* What was done, added up: */
	int64_t people;  /* that were folded again */
	int64_t weeks;   /* of them */
	int64_t records; /* that were written */
};

/*
 * Follows one slice of the chain: *more_out tells whether there is more, or
 * another service did it meanwhile. The records are read and folded without
 * holding anything; what differs is written in transactions that hold the
 * company's head of the feed, and only if nobody has moved it since. Errors of
 * the database, and of zones_get.
 */
int
feed_follow_slice(struct feed_follow *follow, bool *more_out, struct err *err);

#endif
