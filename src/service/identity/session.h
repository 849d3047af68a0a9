#ifndef SERVICE_IDENTITY_SESSION_H
#define SERVICE_IDENTITY_SESSION_H

/*
 * Sessions, and the tokens that they live by.
 *
 * A session begins with a password and lives by refreshing: a refresh token
 * yields an access token (15 minutes) and the next refresh token (30 days,
 * within a year of the sign-in). Since an answer can be lost, the token used
 * last stays good until the one that it yielded was used: it yields that one
 * again, and within a minute the same access token too. An older one is a
 * stolen one, and ends the session, but no enrolment.
 *
 * A refresh token is "ccr_", 43 characters of its family, the session's alone,
 * and 43 of its own. The family makes a used-up one known by itself: nothing
 * is kept of it, so a session is one row however often it was refreshed. The
 * same answer needs no token in the database: both tokens of it are hashes of
 * the token that was used and of the session's `renewal`, a random number that
 * is made anew when the newest token is used. Who has only the database, or
 * only an old token, has neither.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/desk/caller.h"
#include "service/desk/reply.h"
#include "wire/wire.h"

#define SESSION_ACCESS_MS (15LL * 60 * 1000)
#define SESSION_AGAIN_MS (60LL * 1000)
#define SESSION_IDLE_MS (30LL * 24 * 60 * 60 * 1000)
#define SESSION_MAX_MS (365LL * 24 * 60 * 60 * 1000)

/* Access tokens of a session, and sessions of a person: one more ends the
 * oldest. */
#define SESSION_TOKENS_MAX 8
#define SESSION_PERSON_MAX 100

struct session_start {
	struct id company;
	struct id employee;
	struct id device;        /* nil: it reads and never punches */
	const char *device_name; /* "": as it is */
	const char *version;     /* of its connect-clock; the same */
	const char *credential;  /* the bearer that came along, or NULL */
	int64_t now_ms;
	bool too_many; /* out: see session_begin */
	bool enrolled; /* out: an enrolment was made for it */
};

/*
 * Begins a session, and goes on with an enrolment or begins one (enrol.h).
 * Inside a write transaction. ERR_PERMISSION when the device was revoked, or
 * start->too_many.
 */
int session_begin(struct db *db, struct session_start *start,
	struct wire_session *session_out, struct err *err);

/* The answer to a sign-in or a refresh. */
void session_reply(const struct wire_session *session, struct reply *reply);

struct session_refresh {
	const char *token;
	/* The bearer that came along, or NULL: a delivery credential of the
	 * person on the device moves the session to its enrolment. */
	const char *credential;
	const char *version; /* as above */
	int64_t now_ms;
	/* out: */
	bool found;  /* false: the token is no good */
	bool reused; /* not found since it was used up: the session has ended */
	struct id ended; /* that one */
	struct id company;
	struct id employee;
	struct wire_session session; /* without the person; release it */
};

/* Gives the answer of less than a minute ago again, if there was one; by
 * reading alone. */
int
session_again(struct db *db, struct session_refresh *refresh, struct err *err);

/*
 * Trades a refresh token, and forgets a few sessions that ended long ago.
 * Inside a write transaction that is to be committed also when it was not
 * `found`: its session may just have been revoked.
 */
int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err);

/*
 * Ends the session of an access or refresh token; a delivery credential and
 * unknown ones are left alone (RFC 7009, section 2.2). Inside a write
 * transaction.
 */
int session_revoke(
	struct db *db, const char *token, int64_t now_ms, struct err *err);

#endif
