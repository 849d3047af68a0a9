#include "session.h"

#include <string.h>

#include "crypto/token.h"
#include "device_rows.h"
#include "service/identity/bearer.h"
#include "session_rows.h"
#include "token_rows.h"

void
session_tokens_release(struct session_tokens *tokens)
{
	secret_release(&tokens->access);
	secret_release(&tokens->refresh);
	secret_release(&tokens->device);
}

/* A new token, its hash in the row. */
static int
make_token(enum credential credential, struct token_row *row,
	struct secret *token_out, struct err *err)
{
	if (token_make(bearer_prefix(credential), token_out, err) < 0)
		return -1;
	token_hash(token_out->data, token_out->len, &row->hash);
	return 0;
}

/* What the caller's session lives by. `parent` is NULL at the sign-in. */
static int
add_tokens(struct db *db, const struct caller *caller,
	const struct hash *parent, int64_t now_ms,
	struct session_tokens *tokens, struct err *err)
{
	struct token_row access = {
		.company = caller->company,
		.owner = caller->session,
		.at_ms = now_ms + SESSION_ACCESS_MS,
	};
	struct token_row refresh = {
		.company = caller->company,
		.owner = caller->session,
		.parent = parent,
		.at_ms = now_ms + SESSION_IDLE_MS,
	};

	if (make_token(CREDENTIAL_ACCESS, &access, &tokens->access, err) < 0 ||
		token_rows_add_access(db, &access, err) < 0 ||
		make_token(CREDENTIAL_REFRESH, &refresh, &tokens->refresh,
			err) < 0)
		return -1;
	return token_rows_add_refresh(db, &refresh, err);
}

static int
add_device_token(struct db *db, const struct session_start *start,
	struct secret *token_out, struct err *err)
{
	struct token_row row = {
		.company = start->company,
		.owner = start->device,
		.at_ms = start->now_ms,
	};

	if (make_token(CREDENTIAL_DEVICE, &row, token_out, err) < 0)
		return -1;
	return token_rows_add_device(db, &row, err);
}

/* Whether the key that came along is this device's. */
static int
is_proven(struct db *db, const struct session_start *start, bool *proven_out,
	struct err *err)
{
	struct caller caller;

	*proven_out = false;
	if (start->device_key == NULL)
		return 0;
	if (bearer_identify(
		    db, start->device_key, start->now_ms, &caller, err) == 0)
		*proven_out = caller.credential == CREDENTIAL_DEVICE &&
			      id_equal(&caller.company, &start->company) &&
			      id_equal(&caller.device, &start->device);
	else if (err->kind != ERR_AUTH)
		return -1;
	err_clear(err);
	return 0;
}

/* The device and the person on it, where they are new. */
static int
enrol(struct db *db, const struct session_start *start, struct err *err)
{
	const struct device_row device = {
		.company = start->company,
		.id = start->device,
		.name = start->device_name,
		.created_ms = start->now_ms,
	};
	const struct device_person_row person = {
		.company = start->company,
		.device = start->device,
		.employee = start->employee,
		.since_ms = start->now_ms,
	};
	int64_t revoked_ms;
	bool proven, others = false;

	if (device_rows_put(db, &device, &revoked_ms, err) < 0)
		return -1;
	if (revoked_ms != 0)
		return err_set(err, ERR_PERMISSION, "the device was revoked");
	if (is_proven(db, start, &proven, err) < 0 ||
		(!proven &&
			device_rows_is_others(db, &person, &others, err) < 0))
		return -1;
	if (others)
		return err_set(err, ERR_AUTH,
			"the device did not prove that it is the one");
	return device_rows_put_person(db, &person, err);
}

int
session_begin(struct db *db, const struct session_start *start,
	struct session_tokens *tokens_out, struct err *err)
{
	const struct session_row row = {
		.company = start->company,
		.id = start->session,
		.employee = start->employee,
		.device = start->device,
		.created_ms = start->now_ms,
		.until_ms = start->now_ms + SESSION_MAX_MS,
	};
	const struct caller caller = {
		.company = start->company,
		.session = start->session,
	};
	struct session_tokens tokens = {.access = {0}};

	if (enrol(db, start, err) < 0 || session_rows_add(db, &row, err) < 0 ||
		add_tokens(db, &caller, NULL, start->now_ms, &tokens, err) <
			0 ||
		add_device_token(db, start, &tokens.device, err) < 0) {
		session_tokens_release(&tokens);
		return -1;
	}
	*tokens_out = tokens;
	return 0;
}

int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err)
{
	struct caller *caller = &refresh->caller;
	struct token_place place;
	struct hash hash;
	bool found;

	refresh->found = false;
	session_tokens_release(&refresh->tokens);
	token_hash(refresh->token, strlen(refresh->token), &hash);
	if (session_rows_lock(db, &hash, refresh->now_ms, caller, &found, err) <
		0)
		return -1;
	if (!found)
		return 0;
	if (token_rows_place(db, &hash, &place, err) < 0)
		return -1;
	/* One from before the head: somebody else has used it. */
	if (!place.is_first && !place.is_head && !place.is_next)
		return session_rows_end(db, caller, refresh->now_ms, err);
	if (session_rows_move_head(db, caller, &hash, err) < 0 ||
		token_rows_forget(db, &caller->company, &caller->session,
			refresh->now_ms, err) < 0 ||
		add_tokens(db, caller, &hash, refresh->now_ms, &refresh->tokens,
			err) < 0)
		return -1;
	refresh->found = true;
	return 0;
}

int
session_revoke(
	struct db *db, const char *token, int64_t now_ms, struct err *err)
{
	struct hash hash;

	token_hash(token, strlen(token), &hash);
	return session_rows_end_by_token(db, &hash, now_ms, err);
}
