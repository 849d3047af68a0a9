#ifndef JOURNAL_FORMAT_ACCOUNT_ROW_H
#define JOURNAL_FORMAT_ACCOUNT_ROW_H

/* An account as a row of the journal; it proves itself by a digest. */

#include <sqlite3.h>
#include <stdbool.h>

#include "crypto/hash.h"
#include "port/store.h"

#define ACCOUNT_COLUMNS                                                        \
	"number, server, company_id, username, device, signed_in, person, "    \
	"name, permissions, viewset, meal_tracked, meal_length, meal_due, "    \
	"meal_early, company_name, company_zone, clock_enabled, digest, "      \
	"told, "                                                               \
	"max_record"

/* What a bound row borrows. */
struct account_row {
	struct hash digest; /* of where it is and whose */
	struct hash told;   /* of what the service told of the person */
};

/*
 * Binds all of ACCOUNT_COLUMNS but the number, from 1 on. `row_out` and the
 * account must outlive the step.
 */
void account_row_bind(sqlite3_stmt *stmt, const struct account *account,
	struct account_row *row_out);

/*
 * Reads a row of ACCOUNT_COLUMNS. False: it is not as it was written. Where
 * only what the service told is not, so much is assumed that one can press,
 * until it is told again.
 */
bool account_row_read(sqlite3_stmt *stmt, struct account *account_out);

#endif
