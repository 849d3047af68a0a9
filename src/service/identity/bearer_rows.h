#ifndef SERVICE_IDENTITY_BEARER_ROWS_H
#define SERVICE_IDENTITY_BEARER_ROWS_H

/* Who holds an access token or a delivery credential, by its hash. */

#include "crypto/hash.h"
#include "db/db.h"
#include "service/desk/caller.h"

/* Fills the members of a person's token, unless nobody holds it now. */
int
bearer_rows_find_person(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err);

/* The same of a delivery credential. */
int bearer_rows_find_enrolment(struct db *db, const struct hash *hash,
	struct caller *caller, bool *found_out, struct err *err);

/* Whether it is one of either kind whose device was revoked. */
int bearer_rows_is_of_revoked(
	struct db *db, const struct hash *hash, bool *is_out, struct err *err);

#endif
