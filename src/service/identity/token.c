/*
 * POST /v1/token: a password or a refresh token for a session's tokens.
 * POST /v1/token/revoke: sign out.
 *
 * Whatever is wrong with a sign-in, company, username, password, an unverified
 * address, a deactivated person, the answer is the same and takes the same
 * work: one look-up, one counted try, one password hash.
 */
#include "service/identity/token.h"

#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "hashers.h"
#include "service/company/people_rows.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/identity.h"
#include "session.h"
#include "sign_in_rows.h"
#include "throttle.h"
#include "wire/wire.h"

#define USERNAME_BYTES 1025 /* folded */
#define BUSY_RETRY_S 2

/* A sign-in by password on its way. */
struct sign_in {
	struct call *call;
	const struct wire_sign_in *in;
	struct str username;    /* folded */
	struct sign_in_row row; /* who that may be */
	struct throttle_try try;
	int wait_s;
	struct session_tokens tokens;
	struct person person;
};

static int
look_up(struct sign_in *sign_in, struct err *err)
{
	struct call *call = sign_in->call;

	if (call_begin_reading(call, err) < 0 ||
		sign_in_rows_find(call->db, sign_in->in->company_id,
			sign_in->username.data, &sign_in->in->device,
			&sign_in->row, err) < 0)
		return -1;
	sign_in->try.enrolled = sign_in->row.enrolled;
	return 0;
}

static int
count_try(void *ctx, struct db *db, struct err *err)
{
	struct sign_in *sign_in = ctx;

	err_clear(err);
	if (throttle_count(db, &sign_in->try, &sign_in->wait_s, err) < 0)
		return -1;
	return sign_in->wait_s > 0 ? -1 : 0;
}

static int
begin_session(void *ctx, struct db *db, struct err *err)
{
	struct sign_in *sign_in = ctx;
	struct session_start start = {
		.company = sign_in->row.company,
		.employee = sign_in->row.employee,
		.device = sign_in->in->device,
		.device_name = sign_in->in->device_name,
		.device_key = call_bearer(sign_in->call),
		.now_ms = sign_in->call->now_ms,
	};
	struct id_source source = {0};

	session_tokens_release(&sign_in->tokens);
	if (id_make(&source, start.now_ms, &start.session, err) < 0 ||
		throttle_forgive(db, &sign_in->try, err) < 0 ||
		session_begin(db, &start, &sign_in->tokens, err) < 0)
		return -1;
	db_reset(db);
	return people_rows_load(db, &sign_in->row.company,
		&sign_in->row.employee, &sign_in->person, err);
}

static void
answer(struct call *call, struct session_tokens *tokens,
	const struct person *person)
{
	struct wire_session session = {
		.expires_in_s = SESSION_ACCESS_MS / 1000,
		.person = *person,
	};

	secret_move(&session.access, &tokens->access);
	secret_move(&session.refresh, &tokens->refresh);
	secret_move(&session.device_token, &tokens->device);
	wire_session_encode(&session, &call->reply->body);
	wire_session_release(&session);
	reply_json(call->reply);
}

/* Counts the try, then the hash. Returns 1 when it fits, 0 when it does not
 * or when wait_s says to wait. */
static int
try_password(struct sign_in *sign_in, struct err *err)
{
	const struct secret *password = &sign_in->in->password;
	const char *hash = sign_in->row.found
				   ? sign_in->row.hash
				   : sign_in->call->desk->identity->nobody_hash;
	bool fits;

	if (store_write(sign_in->call->desk->store, count_try, sign_in, err) <
		0)
		return sign_in->wait_s > 0 ? 0 : -1;
	fits = password_fits(
		password->len > 0 ? password->data : "", password->len, hash);
	return fits && sign_in->row.found;
}

/* One of few at a time; before the try is counted, so that an overload of
 * ours is nobody's failure. */
static int
judge(struct sign_in *sign_in, struct err *err)
{
	struct call *call = sign_in->call;
	const struct desk *desk = call->desk;
	int fits;

	if (!hashers_enter(desk->identity->hashers)) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
		return 0;
	}
	fits = try_password(sign_in, err);
	hashers_leave(desk->identity->hashers, fits < 0 && db_is_down(err));
	if (fits < 0)
		return -1;
	if (sign_in->wait_s > 0) {
		reply_later(call->reply, PROBLEM_THROTTLED, sign_in->wait_s);
	} else if (fits == 0) {
		reply_problem(call->reply, PROBLEM_SIGN_IN_FAILED, "");
	} else if (store_write(desk->store, begin_session, sign_in, err) == 0) {
		answer(call, &sign_in->tokens, &sign_in->person);
	} else if (err->kind == ERR_PERMISSION) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"An administrator has revoked this device.");
	} else if (err->kind == ERR_AUTH) {
		reply_problem(call->reply, PROBLEM_DEVICE_KEY, "");
	} else {
		return -1;
	}
	return 0;
}

static int
sign_in_by_password(
	struct call *call, const struct wire_sign_in *in, struct err *err)
{
	struct sign_in sign_in = {.call = call, .in = in};
	int rc;

	str_init(&sign_in.username, USERNAME_BYTES);
	text_fold(&sign_in.username, in->username, strlen(in->username));
	sign_in.try = (struct throttle_try){
		.company_id = in->company_id,
		.username = sign_in.username.data,
		.peer = call->request->peer,
		.device = in->device,
		.now_ms = call->now_ms,
	};
	rc = look_up(&sign_in, err);
	if (rc == 0) {
		/* Hashing is waited for without it. */
		call_end_reading(call, NULL);
		rc = judge(&sign_in, err);
	}
	session_tokens_release(&sign_in.tokens);
	str_release(&sign_in.username);
	return rc;
}

struct refresh {
	struct session_refresh session;
	struct person person;
};

static int
trade(void *ctx, struct db *db, struct err *err)
{
	struct refresh *refresh = ctx;
	const struct caller *caller = &refresh->session.caller;

	if (session_trade(db, &refresh->session, err) < 0)
		return -1;
	db_reset(db);
	if (!refresh->session.found)
		return 0;
	return people_rows_load(
		db, &caller->company, &caller->employee, &refresh->person, err);
}

static int
sign_in_by_refresh(
	struct call *call, const struct wire_sign_in *in, struct err *err)
{
	struct refresh refresh = {
		.session = {.token = in->refresh.data, .now_ms = call->now_ms},
	};
	int rc = store_write(call->desk->store, trade, &refresh, err);

	if (rc == 0 && refresh.session.found)
		answer(call, &refresh.session.tokens, &refresh.person);
	else if (rc == 0)
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED,
			"The refresh token is not good (any more).");
	session_tokens_release(&refresh.session.tokens);
	return rc;
}

int
token_handle(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct wire_sign_in in = {.company_id = ""};
	int rc;

	if (wire_sign_in_decode(request->body, request->body_bytes, &in, err) <
		0) {
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
	if (wire_revoke_decode(
		    request->body, request->body_bytes, &token, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	rc = store_write(call->desk->store, revoke, &revocation, err);
	secret_release(&token);
	if (rc < 0)
		return -1;
	str_addz(&call->reply->body, "{}");
	reply_json(call->reply);
	return 0;
}
