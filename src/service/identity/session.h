#ifndef SERVICE_IDENTITY_SESSION_H
#define SERVICE_IDENTITY_SESSION_H

/*
 * Tokens, the sessions that they belong to, and devices.
 *
 * A session begins with a password and lives by refreshing: each refresh token
 * yields an access token (15 minutes) and the next refresh token (30 days,
 * within a year of the sign-in). Since an answer can be lost, the token used
 * last stays good until one that it yielded was used; a token from before that
 * is a stolen one, and ends the session.
 *
 * A device token delivers punches of its device and nothing else; it outlives
 * sign-out and the person's account, since punches already made must arrive.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/desk/caller.h"

#define SESSION_ACCESS_MS (15LL * 60 * 1000)
#define SESSION_IDLE_MS (30LL * 24 * 60 * 60 * 1000)
#define SESSION_MAX_MS (365LL * 24 * 60 * 60 * 1000)

/* What a sign-in or a refresh yields. */
struct session_tokens {
	struct secret access;
	struct secret refresh;
	struct secret device; /* empty after a refresh */
};

/* Wipes all three. */
void session_tokens_release(struct session_tokens *tokens);

struct session_start {
	struct id company;
	struct id employee;
	struct id device;
	const char *device_name;
	const char *device_key; /* a device token that came along, or NULL */
	struct id session;      /* a new id */
	int64_t now_ms;
};

/*
 * Begins a session, enrolling device and person where that is new. Inside a
 * write transaction. ERR_PERMISSION when the device was revoked. ERR_AUTH when
 * the device has people, this person is none of them, and device_key does not
 * prove that it is that device: its id alone is no secret, and whoever holds
 * its token delivers for all its people.
 */
int session_begin(struct db *db, const struct session_start *start,
	struct session_tokens *tokens_out, struct err *err);

struct session_refresh {
	const char *token;
	int64_t now_ms;
	/* out: */
	bool found; /* false: the token is no good */
	struct caller caller;
	struct session_tokens tokens; /* to be released, always */
};

/*
 * Trades a refresh token. Inside a write transaction that is to be committed
 * also when it was not `found`: its session may just have been revoked.
 */
int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err);

/*
 * Ends the session of an access or refresh token; a device token and unknown
 * ones are left alone (RFC 7009, section 2.2). Inside a write transaction.
 */
int session_revoke(
	struct db *db, const char *token, int64_t now_ms, struct err *err);

#endif
