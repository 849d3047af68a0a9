#ifndef SERVICE_IDENTITY_TOKEN_ROWS_H
#define SERVICE_IDENTITY_TOKEN_ROWS_H

/* Tokens of sessions, which stand here as hashes alone. */

#include "crypto/hash.h"
#include "db/db.h"

struct token_row {
	struct hash hash;
	struct id company;
	struct id session;
	/* Refresh tokens: the token that yielded this one; NULL at the
	 * sign-in. */
	const struct hash *parent;
	int64_t until_ms; /* it is good */
};

/* Adds a new one. */
int token_rows_add_access(
	struct db *db, const struct token_row *row, struct err *err);
int token_rows_add_refresh(
	struct db *db, const struct token_row *row, struct err *err);

/* Where a refresh token stands in its session's line. */
struct token_place {
	bool is_first; /* none was used yet: only the sign-in's exists */
	bool is_head;  /* it is the one used last */
	bool is_next;  /* the one used last yielded it */
};

/* The place of a refresh token that exists. */
int token_rows_place(struct db *db, const struct hash *hash,
	struct token_place *place_out, struct err *err);

/* Deletes the tokens of a session whose time is over. */
int token_rows_forget(struct db *db, const struct id *company,
	const struct id *session, int64_t now_ms, struct err *err);

#endif
