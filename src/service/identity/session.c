#include "session.h"

#include <string.h>

#include "crypto/token.h"
#include "enrol.h"
#include "service/identity/bearer.h"
#include "session_rows.h"
#include "token_rows.h"

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
	const struct hash *parent, int64_t now_ms, struct wire_session *session,
	struct err *err)
{
	struct token_row access = {
		.company = caller->company,
		.session = caller->session,
		.until_ms = now_ms + SESSION_ACCESS_MS,
	};
	struct token_row refresh = {
		.company = caller->company,
		.session = caller->session,
		.parent = parent,
		.until_ms = now_ms + SESSION_IDLE_MS,
	};

	if (make_token(CREDENTIAL_ACCESS, &access, &session->access, err) < 0 ||
		token_rows_add_access(db, &access, err) < 0 ||
		make_token(CREDENTIAL_REFRESH, &refresh, &session->refresh,
			err) < 0)
		return -1;
	session->expires_in_s = SESSION_ACCESS_MS / 1000;
	return token_rows_add_refresh(db, &refresh, err);
}

static int
enrol(struct db *db, struct session_start *start,
	struct wire_enrolment *enrolment, struct err *err)
{
	struct enrol who = {
		.company = start->company,
		.employee = start->employee,
		.device = start->device,
		.device_name = start->device_name,
		.now_ms = start->now_ms,
	};
	int rc = enrol_sign_in(db, &who, start->credential, enrolment, err);

	start->too_many = who.too_many;
	return rc;
}

int
session_begin(struct db *db, struct session_start *start,
	struct wire_session *session_out, struct err *err)
{
	struct session_row row = {
		.company = start->company,
		.employee = start->employee,
		.created_ms = start->now_ms,
		.until_ms = start->now_ms + SESSION_MAX_MS,
	};
	struct caller caller = {.company = start->company};
	struct wire_session session = {.expires_in_s = 0};
	struct id_source source = {0};
	int rc = id_make(&source, start->now_ms, &row.id, err);

	if (rc == 0 && !id_is_nil(&start->device))
		rc = enrol(db, start, &session.enrolment, err);
	row.enrolment = session.enrolment.id;
	caller.session = row.id;
	if (rc < 0 || session_rows_add(db, &row, err) < 0 ||
		add_tokens(db, &caller, NULL, start->now_ms, &session, err) <
			0) {
		wire_session_release(&session);
		return -1;
	}
	*session_out = session;
	return 0;
}

void
session_reply(const struct wire_session *session, struct reply *reply)
{
	wire_session_encode(session, &reply->body);
	reply_json(reply);
}

int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err)
{
	struct caller *caller = &refresh->caller;
	struct token_place place;
	struct hash hash;
	bool found;

	refresh->found = false;
	wire_session_release(&refresh->session);
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
		add_tokens(db, caller, &hash, refresh->now_ms,
			&refresh->session, err) < 0)
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
