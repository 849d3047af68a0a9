#ifndef SERVICE_IDENTITY_THROTTLE_H
#define SERVICE_IDENTITY_THROTTLE_H

/*
 * How often somebody may try to sign in: ten failures in 15 minutes for an
 * account, a hundred for an address (an office may have one), a thousand for a
 * company (so that a stranger cannot keep a whole company out by a few wrong
 * tries), then only after delays that double. Counts stand in the database,
 * since several services on one database are one service.
 *
 * Where the delivery credential of this account on this device comes along,
 * only the device and this account on it are counted: strangers' failures lock
 * nobody out there, and the device's id alone is no place in the count.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "db/db.h"

struct throttle_try {
	const char *company_id;
	const char *username; /* folded */
	const char *peer;     /* address */
	struct id device;
	bool enrolled; /* this account's credential on this device was shown */
	int64_t now_ms;
	/* out, of throttle_count: the scope whose delay begins, or NULL */
	const char *delayed;
};

/*
 * Counts a try as failed, inside a write transaction, so that many at once
 * count before any has ended. *wait_s_out is 0 when it may go on, else how
 * many seconds to wait: roll back, so that waiting is not counted as a try.
 */
int throttle_count(struct db *db, struct throttle_try *try, int *wait_s_out,
	struct err *err);

/* Whether one would have to wait, counting nothing: as throttle_count. */
int throttle_look(struct db *db, const struct throttle_try *try,
	int *wait_s_out, struct err *err);

/* It was right after all: takes the count back, and clears the account's. */
int throttle_forgive(
	struct db *db, const struct throttle_try *try, struct err *err);

#endif
