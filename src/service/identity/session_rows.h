#ifndef SERVICE_IDENTITY_SESSION_ROWS_H
#define SERVICE_IDENTITY_SESSION_ROWS_H

/* Sessions. */

#include "crypto/hash.h"
#include "db/db.h"
#include "service/desk/caller.h"

struct session_row {
	struct id company;
	struct id id;
	struct id employee;
	struct id enrolment; /* nil: without a device */
	int64_t created_ms;
	int64_t until_ms;
};

/* Adds a new one. */
int
session_rows_add(struct db *db, const struct session_row *row, struct err *err);

/*
 * The session of a refresh token, locked until the commit: who it is of. Not
 * found when its time or the token's is over, it, its enrolment or device was
 * revoked, or the person may not sign in.
 */
int session_rows_lock(struct db *db, const struct hash *refresh, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err);

/* From now on `used` is the refresh token used last of the caller's session. */
int session_rows_move_head(struct db *db, const struct caller *caller,
	const struct hash *used, struct err *err);

/* Ends the caller's session; the first end counts. */
int session_rows_end(struct db *db, const struct caller *caller, int64_t now_ms,
	struct err *err);

/* Ends the session of an access or a refresh token, if there is one. */
int session_rows_end_by_token(struct db *db, const struct hash *token,
	int64_t now_ms, struct err *err);

#endif
