#ifndef SERVICE_IDENTITY_ACCESS_ROWS_H
#define SERVICE_IDENTITY_ACCESS_ROWS_H

/* Access tokens of sessions, as hashes. */

#include "crypto/hash.h"
#include "session_rows.h"

/* Adds one of a session. */
int access_rows_add(struct db *db, const struct session_row *session,
	const struct hash *hash, int64_t until_ms, struct err *err);

/* Deletes a few, more than are made meanwhile, whose time was over then. */
int access_rows_forget(struct db *db, int64_t now_ms, struct err *err);

/* Deletes those of a session beyond the newest so many. */
int access_rows_keep(struct db *db, const struct session_row *session,
	int64_t newest, struct err *err);

/* Deletes the sessions of this one's person beyond those that were used last,
 * so many, and their tokens. */
int access_rows_keep_sessions(struct db *db, const struct session_row *session,
	int64_t newest, struct err *err);

#endif
