#include "service/identity/bearer.h"

#include <string.h>

#include "crypto/token.h"
#include "service/company/role.h"

static const char *const prefixes[] = {[CREDENTIAL_NONE] = "",
#define X(name, prefix) [CREDENTIAL_##name] = prefix,
	CREDENTIALS(X)
#undef X
};

static enum credential
credential_of(const char *token)
{
	for (int i = CREDENTIAL_ACCESS; i <= CREDENTIAL_DEVICE; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(token, prefixes[i], len) == 0 && token[len] == '_')
			return (enum credential)i;
	}
	return CREDENTIAL_NONE;
}

const char *
bearer_prefix(enum credential credential)
{
	return prefixes[credential];
}

static int
identify_person(struct db *db, const struct hash *hash, int64_t now_ms,
	struct caller *caller, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT s.company, s.id, s.employee, s.device, e.viewset,"
		    " r.permissions, r.is_administrator, c.change_seq"
		    " FROM access_token t"
		    " JOIN session s ON s.company = t.company"
		    "  AND s.id = t.session"
		    " JOIN employee e ON e.company = s.company"
		    "  AND e.id = s.employee"
		    " JOIN role r ON r.company = e.company AND r.id = e.role"
		    " JOIN company c ON c.id = s.company"
		    " WHERE t.hash = ?1 AND t.until_ms > ?2"
		    " AND s.revoked_ms = 0 AND" BEARER_MAY_SIGN_IN,
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(stmt, 2, now_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_AUTH, "the access token is not good");
	caller->company = db_id(stmt, 0);
	caller->session = db_id(stmt, 1);
	caller->employee = db_id(stmt, 2);
	caller->device = db_id(stmt, 3);
	caller->viewset = (enum viewset)db_int(stmt, 4);
	caller->permissions =
		role_permissions(db_int(stmt, 5), db_int(stmt, 6) != 0);
	caller->change_seq = db_int(stmt, 7);
	return 0;
}

static int
identify_device(struct db *db, const struct hash *hash, struct caller *caller,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT d.company, d.id FROM device_token t"
		    " JOIN device d ON d.company = t.company"
		    "  AND d.id = t.device"
		    " WHERE t.hash = ?1 AND d.revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_AUTH, "the device token is not good");
	caller->company = db_id(stmt, 0);
	caller->device = db_id(stmt, 1);
	return 0;
}

int
bearer_identify(struct db *db, const char *token, int64_t now_ms,
	struct caller *caller_out, struct err *err)
{
	struct caller caller = {.credential = credential_of(token)};
	struct hash hash;
	int rc;

	token_hash(token, strlen(token), &hash);
	if (caller.credential == CREDENTIAL_ACCESS)
		rc = identify_person(db, &hash, now_ms, &caller, err);
	else if (caller.credential == CREDENTIAL_DEVICE)
		rc = identify_device(db, &hash, &caller, err);
	else
		rc = err_set(err, ERR_AUTH, "not a bearer token");
	if (rc == 0)
		*caller_out = caller;
	return rc;
}
