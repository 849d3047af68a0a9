/*
 * POST /v1/token: a password or a refresh token for a session's tokens.
 * POST /v1/token/revoke: sign out.
 */
#include "service/identity/token.h"

#include <string.h>

#include "service/company/people_rows.h"
#include "service/desk/event.h"
#include "service/desk/quota.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "session.h"
#include "sign_in.h"
#include "wire/wire.h"

static int
trade(void *ctx, struct db *db, struct err *err)
{
	return session_trade(db, ctx, err);
}

/* Most of what is asked twice is answered without writing. */
static int
refresh_session(
	struct call *call, struct session_refresh *refresh, struct err *err)
{
	if (call_begin_reading(call, err) < 0 ||
		session_again(call->db, refresh, err) < 0)
		return -1;
	if (!refresh->found) {
		call_end_reading(call, NULL);
		if (store_write(call->desk->store, trade, refresh, err) < 0)
			return -1;
	}
	if (!refresh->found)
		return 0;
	if (call_begin_reading(call, err) < 0)
		return -1;
	return people_rows_load(call->db, &refresh->company, &refresh->employee,
		&refresh->session.person, err);
}

/* What all refresh tokens of a session begin with. */
#define FAMILY_LEN 47

/* Whether the session may renew again: one that does all the time is told to
 * wait. */
static bool
may_refresh(struct call *call, const char *token)
{
	const struct quota_key key = {
		QUOTA_FAMILY, token, strnlen(token, FAMILY_LEN)};
	bool told;
	int wait_s = 0;

	if (!call->desk->no_limits)
		wait_s = quota_take(
			call->desk->quota, &key, 0, call->now_ms, &told);
	if (wait_s > 0)
		reply_later(call->reply, PROBLEM_THROTTLED, wait_s);
	return wait_s == 0;
}

/* A token that was used up is in two hands: that of a thief is one. */
static void
tell_reuse(const struct call *call, const struct session_refresh *refresh)
{
	const struct event event = {
		.kind = EVENT_TOKEN_REUSED,
		.company = &refresh->company,
		.employee = &refresh->employee,
		.session = &refresh->ended,
	};

	event_log(call, &event);
}

static int
sign_in_by_refresh(
	struct call *call, const struct wire_sign_in *in, struct err *err)
{
	char version[CALL_VERSION_BYTES];
	struct session_refresh refresh = {
		.token = in->refresh.data,
		.credential = call_bearer(call),
		.version = version,
		.now_ms = call->now_ms,
	};
	int rc;

	call_version(call, version);
	if (!may_refresh(call, refresh.token))
		return 0;
	rc = refresh_session(call, &refresh, err);
	if (rc == 0 && refresh.reused)
		tell_reuse(call, &refresh);
	if (rc == 0 && refresh.found)
		session_reply(&refresh.session, call->reply);
	else if (rc == 0)
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED,
			"The session has ended: sign in again.");
	wire_session_release(&refresh.session);
	return rc;
}

static enum wire_format
format_of(const struct call *call)
{
	return call_is_media(call, "application/json") ? WIRE_JSON : WIRE_FORM;
}

int
token_handle(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct wire_sign_in in = {.company_id = ""};
	int rc;

	if (wire_sign_in_decode(request->body, request->body_bytes,
		    format_of(call), &in, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	rc = in.refresh.len > 0 ? sign_in_by_refresh(call, &in, err)
				: sign_in_by_password(call, &in, err);
	wire_sign_in_release(&in);
	return rc;
}

struct revocation {
	const struct secret *token;
	int64_t now_ms;
};

static int
revoke(void *ctx, struct db *db, struct err *err)
{
	const struct revocation *it = ctx;

	return session_revoke(db, it->token->data, it->now_ms, err);
}

int
token_revoke_handle(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct secret token;
	struct revocation revocation = {&token, call->now_ms};
	int rc;

	secret_init(&token);
	if (wire_revoke_decode(request->body, request->body_bytes,
		    format_of(call), &token, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	rc = store_write(call->desk->store, revoke, &revocation, err);
	secret_release(&token);
	if (rc < 0)
		return -1;
	reply_done(call->reply);
	return 0;
}
