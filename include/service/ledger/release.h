#ifndef SERVICE_LEDGER_RELEASE_H
#define SERVICE_LEDGER_RELEASE_H

/*
 * Punches that are held for nothing but a closed period or an approved card,
 * and that are open again: they count from now on, each by a row of the chain,
 * as if somebody had accepted it. Times that were kept as they were go where
 * they belong, by a row each. Within a transaction that has locked the
 * chain.
 */

#include "db/db.h"
#include "service/company/zones.h"

struct release {
	struct zones *zones;
	struct id company;
	struct id employee; /* nil: anybody's */
	struct id author;   /* who opened */
	struct id device;
	int64_t now_ms;
	const char *reason; /* a word of ours */
};

/* Lets go what is open now. */
int release_open(struct db *db, const struct release *release, struct err *err);

#endif
