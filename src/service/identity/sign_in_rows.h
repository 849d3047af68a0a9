#ifndef SERVICE_IDENTITY_SIGN_IN_ROWS_H
#define SERVICE_IDENTITY_SIGN_IN_ROWS_H

/* Who may sign in by a password. */

#include "crypto/password.h"
#include "db/db.h"

struct sign_in_row {
	bool found; /* else the rest is zero */
	struct id company;
	struct id employee;
	char hash[PASSWORD_HASH_BYTES];
};

/* The person of this folded username who may sign in. */
int sign_in_rows_find(struct db *db, const char *company_id,
	const char *username, struct sign_in_row *row_out, struct err *err);

#define SIGN_IN_COSTS_MAX 4

/* The hash of somebody at another cost than these have, if there is one. */
int sign_in_rows_other_cost(struct db *db, char (*hashes)[PASSWORD_HASH_BYTES],
	size_t count, char hash_out[PASSWORD_HASH_BYTES], bool *found_out,
	struct err *err);

/* Another hash of the same password, unless the password was changed. */
int sign_in_rows_rehash(struct db *db, const struct sign_in_row *row,
	const char *hash, struct err *err);

#endif
