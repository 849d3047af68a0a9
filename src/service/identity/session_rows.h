#ifndef SERVICE_IDENTITY_SESSION_ROWS_H
#define SERVICE_IDENTITY_SESSION_ROWS_H

/* Sessions. Of a token its hash alone stands here. */

#include "crypto/hash.h"
#include "db/db.h"
#include "wire/enrolment.h"

struct session_row {
	struct id company;
	struct id id;
	struct id employee;
	struct id enrolment; /* nil: without a device */
	struct id device;    /* of the enrolment; read only */
	struct hash newest;  /* the refresh token given out last */
	struct hash used;    /* the one that yielded it */
	bool was_used;       /* there is one */
	struct hash renewal; /* random, of that use */
	int64_t created_ms;
	int64_t used_ms;
	int64_t until_ms;
};

/* Adds a new one, of which nothing was used yet. */
int session_rows_add(struct db *db, const struct session_row *row,
	const struct hash *family, struct err *err);

/* Locks the session of this family, if there is one, until the commit. */
int
session_rows_lock(struct db *db, const struct hash *family, struct err *err);

/*
 * The session of this family. Not found when its time is over, it, its
 * enrolment or its device was revoked, or the person may not sign in.
 */
int session_rows_find(struct db *db, const struct hash *family, int64_t now_ms,
	struct session_row *row_out, bool *found_out, struct err *err);

/* Keeps what a refresh changes: enrolment, newest, used, renewal, times. */
int session_rows_turn(
	struct db *db, const struct session_row *row, struct err *err);

/* From now on it is of this enrolment. */
int session_rows_move(struct db *db, const struct id *company,
	const struct id *session, const struct id *enrolment, struct err *err);

/* Ends a session; the first end counts. */
int session_rows_end(struct db *db, const struct id *company,
	const struct id *session, int64_t now_ms, struct err *err);

/* Ends the session of an access token or of a family, if there is one. */
int session_rows_end_by_token(struct db *db, const struct hash *access,
	const struct hash *family, int64_t now_ms, struct err *err);

/* Whose a session is. */
int session_rows_owner(struct db *db, const struct id *company,
	const struct id *session, struct id *employee_out, bool *found_out,
	struct err *err);

/* Somebody's that are still good, the newest first, without `current`. */
int session_rows_list(struct db *db, const struct id *company,
	const struct id *employee, int64_t now_ms,
	struct wire_session_items *items, struct err *err);

/* Deletes a few that were over before then, and have no access token left. */
int session_rows_forget(struct db *db, int64_t before_ms, struct err *err);

#endif
