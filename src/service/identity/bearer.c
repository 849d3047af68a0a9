#include "service/identity/bearer.h"

#include <string.h>

#include "bearer_rows.h"
#include "crypto/token.h"

static const char *const prefixes[] = {[CREDENTIAL_NONE] = "",
#define X(name, prefix) [CREDENTIAL_##name] = prefix,
	CREDENTIALS(X)
#undef X
};

static enum credential
credential_of(const char *token)
{
	for (int i = CREDENTIAL_ACCESS; i <= CREDENTIAL_DELIVERY; i++) {
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

/* Whoever holds what was good may know that it is over for the device. */
static int
say_why(struct db *db, const struct hash *hash, struct err *err)
{
	bool revoked;

	if (bearer_rows_is_of_revoked(db, hash, &revoked, err) < 0)
		return -1;
	return err_set(err, ERR_AUTH, "%s",
		revoked ? "This device was revoked: ask whoever manages the "
			  "devices."
			: "");
}

int
bearer_identify(struct db *db, const char *token, int64_t now_ms,
	struct caller *caller_out, struct err *err)
{
	struct caller caller = {.credential = credential_of(token)};
	struct hash hash;
	bool found = false;
	int rc = 0;

	token_hash(token, strlen(token), &hash);
	if (caller.credential == CREDENTIAL_ACCESS)
		rc = bearer_rows_find_person(
			db, &hash, now_ms, &caller, &found, err);
	else if (caller.credential == CREDENTIAL_DELIVERY)
		rc = bearer_rows_find_enrolment(
			db, &hash, &caller, &found, err);
	if (rc < 0)
		return -1;
	if (!found)
		return say_why(db, &hash, err);
	*caller_out = caller;
	return 0;
}
