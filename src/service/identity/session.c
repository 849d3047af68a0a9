#include "session.h"

#include <stdio.h>
#include <string.h>

#include "access_rows.h"
#include "crypto/token.h"
#include "device_rows.h"
#include "enrol.h"
#include "service/identity/bearer.h"
#include "session_rows.h"

#define RETENTION_MS (30LL * 24 * 60 * 60 * 1000)

/* "ccr_" and the family's text, and a refresh token of it. */
#define PREFIX_LEN 4
#define TEXT_LEN (TOKEN_TEXT_BYTES - 1)
#define FAMILY_LEN (PREFIX_LEN + TEXT_LEN)
#define REFRESH_LEN (FAMILY_LEN + TEXT_LEN)

static int64_t
until_ms(const struct session_row *row, int64_t now_ms)
{
	int64_t last_ms = row->created_ms + SESSION_MAX_MS;
	int64_t idle_ms = now_ms + SESSION_IDLE_MS;

	return idle_ms < last_ms ? idle_ms : last_ms;
}

/* The token whose text begins with this head and ends with these bits. */
static void
join(const char *head, size_t len, const struct hash *bits, struct secret *out)
{
	char text[REFRESH_LEN + 1];

	memcpy(text, head, len);
	token_text(bits, text + len);
	(void)secret_set(out, text, len + TEXT_LEN);
	secret_wipe(text, sizeof(text));
}

/* What follows from the use of a token; `what` tells apart what for. */
static void
derive(const struct session_row *row, const char *what, const char *used,
	struct hash *bits_out)
{
	struct str text;

	str_init(&text, 1024);
	str_addf(&text, "%s %s", what, used);
	hash_chain(&row->renewal, text.data, text.len, bits_out);
	secret_wipe(text.data, text.len);
	str_release(&text);
}

/* The answer to the last use of `used`: the same for the same row. */
static void
yield(const struct session_row *row, const char *used, int64_t now_ms,
	struct wire_session *session)
{
	char what[32];
	struct hash bits;

	derive(row, "refresh", used, &bits);
	join(used, FAMILY_LEN, &bits, &session->refresh);
	snprintf(what, sizeof(what), "access %lld", (long long)row->used_ms);
	derive(row, what, used, &bits);
	join("cca_", PREFIX_LEN, &bits, &session->access);
	secret_wipe(&bits, sizeof(bits));
	session->expires_in_s =
		(row->used_ms + SESSION_ACCESS_MS - now_ms + 999) / 1000;
}

static int
add_access(struct db *db, const struct session_row *row,
	const struct secret *access, struct err *err)
{
	struct hash hash;

	token_hash(access->data, access->len, &hash);
	if (access_rows_keep(db, row, SESSION_TOKENS_MAX - 1, err) < 0)
		return -1;
	return access_rows_add(
		db, row, &hash, row->used_ms + SESSION_ACCESS_MS, err);
}

/* The first tokens of a session, and its row. */
static int
found(struct db *db, struct session_row *row, struct wire_session *session,
	struct err *err)
{
	struct secret family;
	struct hash bits;
	int rc;

	secret_init(&family);
	if (token_make(bearer_prefix(CREDENTIAL_REFRESH), &family, err) < 0)
		return -1;
	rc = token_random(bits.bytes, sizeof(bits.bytes), err);
	if (rc == 0) {
		join(family.data, FAMILY_LEN, &bits, &session->refresh);
		token_hash(session->refresh.data, session->refresh.len,
			&row->newest);
		token_hash(family.data, family.len, &bits);
		rc = session_rows_add(db, row, &bits, err);
	}
	secret_release(&family);
	if (rc < 0 || token_make(bearer_prefix(CREDENTIAL_ACCESS),
			      &session->access, err) < 0)
		return -1;
	session->expires_in_s = SESSION_ACCESS_MS / 1000;
	return add_access(db, row, &session->access, err);
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
	start->enrolled = rc == 0 && who.begun;
	return rc;
}

static int
forget_old(struct db *db, int64_t now_ms, struct err *err)
{
	if (access_rows_forget(db, now_ms, err) < 0)
		return -1;
	return session_rows_forget(db, now_ms - RETENTION_MS, err);
}

int
session_begin(struct db *db, struct session_start *start,
	struct wire_session *session_out, struct err *err)
{
	struct session_row row = {
		.company = start->company,
		.employee = start->employee,
		.created_ms = start->now_ms,
		.used_ms = start->now_ms,
	};
	struct wire_session session = {.expires_in_s = 0};
	struct id_source source = {0};
	int rc = id_make(&source, start->now_ms, &row.id, err);

	if (rc == 0 && !id_is_nil(&start->device))
		rc = enrol(db, start, &session.enrolment, err);
	if (rc == 0)
		rc = device_rows_runs(db, &row.company, &session.enrolment.id,
			start->version, err);
	row.enrolment = session.enrolment.id;
	row.until_ms = until_ms(&row, start->now_ms);
	if (rc < 0 || forget_old(db, start->now_ms, err) < 0 ||
		access_rows_keep_sessions(
			db, &row, SESSION_PERSON_MAX - 1, err) < 0 ||
		found(db, &row, &session, err) < 0) {
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

/* The hash of a refresh token's family; false when it is not one. */
static bool
family_of(const char *token, struct hash *hash_out)
{
	if (strlen(token) != REFRESH_LEN)
		return false;
	token_hash(token, FAMILY_LEN, hash_out);
	return true;
}

/* The enrolment that the session is to be of. */
static int
choose_enrolment(struct db *db, const struct session_refresh *refresh,
	const struct session_row *row, struct id *enrolment_out,
	struct err *err)
{
	const struct enrol who = {
		.company = row->company,
		.employee = row->employee,
		.device = row->device,
	};
	struct enrolment shown;
	bool proven = false;

	*enrolment_out = row->enrolment;
	if (enrol_prove(db, &who, refresh->credential, &proven, &shown, err) <
		0)
		return -1;
	if (proven && shown.ended_ms == 0)
		*enrolment_out = shown.id;
	return 0;
}

/* A refresh token beside its session. */
struct place {
	struct hash family;
	bool known; /* the session is good */
	struct session_row row;
	struct hash hash;
	bool is_newest;
	bool is_used;        /* the newest came of it */
	bool is_same;        /* so lately that the answer is the same again */
	struct id enrolment; /* that it is to be of */
};

static int
find(struct db *db, const struct session_refresh *refresh, struct place *place,
	struct err *err)
{
	struct session_row *row = &place->row;
	size_t len = strlen(refresh->token);

	if (session_rows_find(db, &place->family, refresh->now_ms, row,
		    &place->known, err) < 0)
		return -1;
	if (!place->known)
		return 0;
	token_hash(refresh->token, len, &place->hash);
	place->is_newest = hash_equal(&place->hash, &row->newest);
	place->is_used = row->was_used && hash_equal(&place->hash, &row->used);
	place->is_same = place->is_used &&
			 refresh->now_ms - row->used_ms < SESSION_AGAIN_MS;
	return choose_enrolment(db, refresh, row, &place->enrolment, err);
}

static void
answer(struct session_refresh *refresh, const struct session_row *row)
{
	refresh->found = true;
	refresh->company = row->company;
	refresh->employee = row->employee;
	yield(row, refresh->token, refresh->now_ms, &refresh->session);
}

int
session_again(struct db *db, struct session_refresh *refresh, struct err *err)
{
	struct place place = {.known = false};

	refresh->found = false;
	if (!family_of(refresh->token, &place.family))
		return 0;
	if (find(db, refresh, &place, err) < 0)
		return -1;
	if (place.known && place.is_same &&
		id_equal(&place.enrolment, &place.row.enrolment))
		answer(refresh, &place.row);
	return 0;
}

/* The newest token is used, or the one before again. */
static int
turn(struct db *db, struct session_refresh *refresh, struct place *place,
	struct err *err)
{
	struct session_row *row = &place->row;
	const struct secret *next = &refresh->session.refresh;

	row->enrolment = place->enrolment;
	if (place->is_newest) {
		row->used = place->hash;
		if (token_random(row->renewal.bytes, sizeof(row->renewal.bytes),
			    err) < 0)
			return -1;
	}
	if (!place->is_same) {
		row->used_ms = refresh->now_ms;
		row->until_ms = until_ms(row, refresh->now_ms);
	}
	answer(refresh, row);
	token_hash(next->data, next->len, &row->newest);
	if (session_rows_turn(db, row, err) < 0 ||
		device_rows_runs(db, &row->company, &row->enrolment,
			refresh->version, err) < 0)
		return -1;
	return place->is_same
		       ? 0
		       : add_access(db, row, &refresh->session.access, err);
}

int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err)
{
	struct place place = {.known = false};

	refresh->found = false;
	refresh->reused = false;
	wire_session_release(&refresh->session);
	if (!family_of(refresh->token, &place.family))
		return 0;
	if (session_rows_lock(db, &place.family, err) < 0 ||
		find(db, refresh, &place, err) < 0)
		return -1;
	if (!place.known)
		return 0;
	/* A used-up one: somebody else has used it. */
	if (!place.is_newest && !place.is_used) {
		refresh->reused = true;
		refresh->ended = place.row.id;
		refresh->company = place.row.company;
		refresh->employee = place.row.employee;
		return session_rows_end(db, &place.row.company, &place.row.id,
			refresh->now_ms, err);
	}
	if (forget_old(db, refresh->now_ms, err) < 0)
		return -1;
	return turn(db, refresh, &place, err);
}

int
session_revoke(
	struct db *db, const char *token, int64_t now_ms, struct err *err)
{
	struct hash access, family = {{0}};

	token_hash(token, strlen(token), &access);
	(void)family_of(token, &family);
	return session_rows_end_by_token(db, &access, &family, now_ms, err);
}
