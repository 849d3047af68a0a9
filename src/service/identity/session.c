#include "session.h"

#include <assert.h>
#include <string.h>

#include "crypto/token.h"
#include "service/identity/bearer.h"

void
session_tokens_release(struct session_tokens *tokens)
{
	secret_release(&tokens->access);
	secret_release(&tokens->refresh);
	secret_release(&tokens->device);
}

/* Makes a token and runs an INSERT whose first value is its hash. */
static int
add_token(enum credential credential, struct db_stmt *stmt,
	struct secret *token_out, struct err *err)
{
	struct hash hash;

	if (token_make(bearer_prefix(credential), token_out, err) < 0)
		return -1;
	token_hash(token_out->data, token_out->len, &hash);
	db_bind_blob(stmt, 1, hash.bytes, sizeof(hash.bytes));
	return db_run(stmt, err);
}

static int
add_access(struct db *db, const struct caller *caller, int64_t now_ms,
	struct secret *token_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO access_token (hash, company, session,"
		    " until_ms) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 2, &caller->company);
	db_bind_id(stmt, 3, &caller->session);
	db_bind_int(stmt, 4, now_ms + SESSION_ACCESS_MS);
	return add_token(CREDENTIAL_ACCESS, stmt, token_out, err);
}

/* `parent` is NULL at the sign-in. */
static int
add_refresh(struct db *db, const struct caller *caller,
	const struct hash *parent, int64_t now_ms, struct secret *token_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO refresh_token (hash, company, session,"
		    " parent, until_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 2, &caller->company);
	db_bind_id(stmt, 3, &caller->session);
	if (parent != NULL)
		db_bind_blob(stmt, 4, parent->bytes, sizeof(parent->bytes));
	db_bind_int(stmt, 5, now_ms + SESSION_IDLE_MS);
	return add_token(CREDENTIAL_REFRESH, stmt, token_out, err);
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

/* Whether the person may be on this device; its row is locked. */
static int
check_place(struct db *db, const struct session_start *start, struct err *err)
{
	struct db_stmt *stmt;
	bool row, proven;

	if (is_proven(db, start, &proven, err) < 0)
		return -1;
	if (proven)
		return 0;
	if (db_prepare(db,
		    "SELECT 1 FROM device_person WHERE company = ?1"
		    " AND device = ?2 AND NOT EXISTS (SELECT 1"
		    "  FROM device_person WHERE company = ?1 AND device = ?2"
		    "  AND employee = ?3) LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &start->company);
	db_bind_id(stmt, 2, &start->device);
	db_bind_id(stmt, 3, &start->employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		return err_set(err, ERR_AUTH,
			"the device did not prove that it is the one");
	return 0;
}

static int
enrol_person(struct db *db, const struct session_start *start, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO device_person (company, device, employee,"
		    " since_ms) VALUES (?1, ?2, ?3, ?4)"
		    " ON CONFLICT (company, device, employee) DO NOTHING",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &start->company);
	db_bind_id(stmt, 2, &start->device);
	db_bind_id(stmt, 3, &start->employee);
	db_bind_int(stmt, 4, start->now_ms);
	return db_run(stmt, err);
}

/* The device and the person on it, where they are new. */
static int
enrol(struct db *db, const struct session_start *start, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "INSERT INTO device (company, id, name, created_ms)"
		    " VALUES (?1, ?2, ?3, ?4)"
		    " ON CONFLICT (company, id) DO UPDATE SET name = ?3"
		    " RETURNING revoked_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &start->company);
	db_bind_id(stmt, 2, &start->device);
	db_bind_text(stmt, 3, start->device_name);
	db_bind_int(stmt, 4, start->now_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (db_int(stmt, 0) != 0)
		return err_set(err, ERR_PERMISSION, "the device was revoked");
	if (check_place(db, start, err) < 0)
		return -1;
	return enrol_person(db, start, err);
}

static int
add_device_token(struct db *db, const struct session_start *start,
	struct secret *token_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO device_token (hash, company, device,"
		    " created_ms) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 2, &start->company);
	db_bind_id(stmt, 3, &start->device);
	db_bind_int(stmt, 4, start->now_ms);
	return add_token(CREDENTIAL_DEVICE, stmt, token_out, err);
}

static int
add_session(struct db *db, const struct session_start *start, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO session (company, id, employee, device,"
		    " created_ms, until_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &start->company);
	db_bind_id(stmt, 2, &start->session);
	db_bind_id(stmt, 3, &start->employee);
	db_bind_id(stmt, 4, &start->device);
	db_bind_int(stmt, 5, start->now_ms);
	db_bind_int(stmt, 6, start->now_ms + SESSION_MAX_MS);
	return db_run(stmt, err);
}

int
session_begin(struct db *db, const struct session_start *start,
	struct session_tokens *tokens_out, struct err *err)
{
	const struct caller caller = {
		.company = start->company,
		.session = start->session,
	};
	struct session_tokens tokens = {.access = {0}};

	if (enrol(db, start, err) < 0 || add_session(db, start, err) < 0 ||
		add_access(db, &caller, start->now_ms, &tokens.access, err) <
			0 ||
		add_refresh(db, &caller, NULL, start->now_ms, &tokens.refresh,
			err) < 0 ||
		add_device_token(db, start, &tokens.device, err) < 0) {
		session_tokens_release(&tokens);
		return -1;
	}
	*tokens_out = tokens;
	return 0;
}

/* Ends a session; the first end counts. */
static int
end_session(struct db *db, const struct caller *caller, int64_t now_ms,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?3"
		    " WHERE company = ?1 AND id = ?2 AND revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, &caller->session);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

/* From now on `used` is the token that may be used again. */
static int
move_head(struct db *db, const struct caller *caller, const struct hash *used,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET head = ?3"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	db_bind_id(stmt, 2, &caller->session);
	db_bind_blob(stmt, 3, used->bytes, sizeof(used->bytes));
	return db_run(stmt, err);
}

/* Tokens of the session that nobody can use any more. */
static int
forget_expired(struct db *db, const struct caller *caller, int64_t now_ms,
	struct err *err)
{
	static const char *const sql[] = {
		"DELETE FROM access_token WHERE company = ?1 AND session = ?2"
		" AND until_ms < ?3",
		"DELETE FROM refresh_token WHERE company = ?1 AND session = ?2"
		" AND until_ms < ?3",
	};

	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		struct db_stmt *stmt;

		if (db_prepare(db, sql[i], &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, &caller->company);
		db_bind_id(stmt, 2, &caller->session);
		db_bind_int(stmt, 3, now_ms);
		if (db_run(stmt, err) < 0)
			return -1;
	}
	return 0;
}

/* What a refresh token is to its session. */
enum refresh_state {
	REFRESH_UNKNOWN, /* nothing known, or its time or session is over */
	REFRESH_GOOD,    /* newest, or the one used last */
	REFRESH_SPENT    /* from before that: somebody else has used it */
};

/* Whether a column holds this hash. */
static bool
is_hash(const struct db_stmt *stmt, int column, const struct hash *hash)
{
	size_t len;
	const void *bytes = db_blob(stmt, column, &len);

	return len == sizeof(hash->bytes) && memcmp(bytes, hash, len) == 0;
}

/*
 * The session of a refresh token, locked until the commit by an update that
 * changes nothing. A person or a device that may not sign in may not refresh.
 */
static int
lock_session(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = 0"
		    " WHERE revoked_ms = 0 AND until_ms > ?2"
		    " AND (company, id) IN (SELECT t.company, t.session"
		    "  FROM refresh_token t"
		    "  WHERE t.hash = ?1 AND t.until_ms > ?2)"
		    " AND EXISTS (SELECT 1 FROM employee e"
		    "  WHERE e.company = session.company"
		    "  AND e.id = session.employee AND e.role IS NOT NULL"
		    "  AND" BEARER_MAY_SIGN_IN ")"
		    " AND EXISTS (SELECT 1 FROM device d"
		    "  WHERE d.company = session.company"
		    "  AND d.id = session.device AND d.revoked_ms = 0)"
		    " RETURNING company, id, employee, device",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(stmt, 2, now_ms);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	caller->company = db_id(stmt, 0);
	caller->session = db_id(stmt, 1);
	caller->employee = db_id(stmt, 2);
	caller->device = db_id(stmt, 3);
	return 0;
}

static int
find_refresh(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, enum refresh_state *state_out, struct err *err)
{
	struct db_stmt *stmt;
	struct hash head;
	const void *bytes;
	size_t len;
	bool found;

	*state_out = REFRESH_UNKNOWN;
	if (lock_session(db, hash, now_ms, caller, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (db_prepare(db,
		    "SELECT s.head, t.parent FROM refresh_token t"
		    " JOIN session s ON s.company = t.company"
		    "  AND s.id = t.session"
		    " WHERE t.hash = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, &found, err) < 0)
		return -1;
	bytes = db_blob(stmt, 0, &len);
	if (len == 0) {
		/* Not refreshed yet: only the sign-in's own token exists. */
		*state_out = REFRESH_GOOD;
		return 0;
	}
	assert(len == sizeof(head.bytes));
	memcpy(head.bytes, bytes, len);
	*state_out = is_hash(stmt, 0, hash) || is_hash(stmt, 1, &head)
			     ? REFRESH_GOOD
			     : REFRESH_SPENT;
	return 0;
}

int
session_trade(struct db *db, struct session_refresh *refresh, struct err *err)
{
	struct caller *caller = &refresh->caller;
	enum refresh_state state;
	struct hash hash;

	refresh->found = false;
	session_tokens_release(&refresh->tokens);
	token_hash(refresh->token, strlen(refresh->token), &hash);
	if (find_refresh(db, &hash, refresh->now_ms, caller, &state, err) < 0)
		return -1;
	if (state == REFRESH_SPENT)
		return end_session(db, caller, refresh->now_ms, err);
	if (state == REFRESH_UNKNOWN)
		return 0;
	if (move_head(db, caller, &hash, err) < 0 ||
		forget_expired(db, caller, refresh->now_ms, err) < 0 ||
		add_access(db, caller, refresh->now_ms, &refresh->tokens.access,
			err) < 0 ||
		add_refresh(db, caller, &hash, refresh->now_ms,
			&refresh->tokens.refresh, err) < 0)
		return -1;
	refresh->found = true;
	return 0;
}

int
session_revoke(
	struct db *db, const char *token, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;
	struct hash hash;

	token_hash(token, strlen(token), &hash);
	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?2"
		    " WHERE revoked_ms = 0 AND (company, id) IN ("
		    "SELECT company, session FROM access_token WHERE hash = ?1"
		    " UNION ALL SELECT company, session FROM refresh_token"
		    " WHERE hash = ?1)",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash.bytes, sizeof(hash.bytes));
	db_bind_int(stmt, 2, now_ms);
	return db_run(stmt, err);
}
