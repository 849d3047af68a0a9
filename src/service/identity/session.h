#ifndef SERVICE_IDENTITY_SESSION_H
#define SERVICE_IDENTITY_SESSION_H

/*
 * Tokens, and the sessions that they belong to.
 *
 * A session begins with a password and lives by refreshing: each refresh token
 * yields an access token (15 minutes) and the next refresh token (30 days,
 * within a year of the sign-in). Since an answer can be lost, the token used
 * last stays good until one that it yielded was used; a token from before that
 * is a stolen one, and ends the session, but no enrolment.
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
#define SESSION_IDLE_MS (30LL * 24 * 60 * 60 * 1000)
#define SESSION_MAX_MS (365LL * 24 * 60 * 60 * 1000)

struct session_start {
	struct id company;
	struct id employee;
	struct id device;        /* nil: it reads and never punches */
	const char *device_name; /* "": as it is */
	const char *credential;  /* the bearer that came along, or NULL */
	int64_t now_ms;
	bool too_many; /* out: see session_begin */
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
	int64_t now_ms;
	/* out: */
	bool found; /* false: the token is no good */
	struct caller caller;
	struct wire_session session; /* to be released, always */
};

/*
 * Trades a refresh token. Inside a write transaction that is to be committed
 * also when it was not `found`: its session may just have been revoked.
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
