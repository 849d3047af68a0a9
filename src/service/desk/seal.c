#include "service/desk/seal.h"

#include <string.h>

#include "crypto/token.h"
#include "service/desk/store.h"
#include "service_key_rows.h"

static const char name[] = "cursor";

static int
look(struct store *store, struct hash *key_out, bool *found_out,
	struct err *err)
{
	struct db *db;
	int rc;

	if (store_take(store, &db, err) < 0)
		return -1;
	rc = service_key_rows_find(db, name, key_out, found_out, err);
	store_give(store, db, rc < 0 ? err : NULL);
	return rc;
}

static int
make(void *ctx, struct db *db, struct err *err)
{
	return service_key_rows_add(db, name, ctx, err);
}

int
seal_load(struct store *store, struct hash *key_out, struct err *err)
{
	struct hash fresh;
	bool found;

	if (look(store, key_out, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	if (token_random(fresh.bytes, sizeof(fresh.bytes), err) < 0 ||
		store_write(store, make, &fresh, err) < 0 ||
		look(store, key_out, &found, err) < 0)
		return -1;
	if (!found)
		return err_set(err, ERR_INTERNAL,
			"the database does not keep the service's key");
	return 0;
}

static void
tag(const struct call *call, const char *bytes, size_t len,
	struct hash *hash_out)
{
	const struct caller *caller = &call->caller;

	hash_chain(&call->desk->seal, caller->company.bytes,
		sizeof(caller->company.bytes), hash_out);
	hash_chain(hash_out, caller->employee.bytes,
		sizeof(caller->employee.bytes), hash_out);
	hash_chain(hash_out, bytes, len, hash_out);
}

void
seal_make(const struct call *call, const char *bytes, size_t len,
	char text_out[SEAL_TEXT_BYTES])
{
	char text[TOKEN_TEXT_BYTES];
	struct hash hash;

	tag(call, bytes, len, &hash);
	token_text(&hash, text);
	memcpy(text_out, text, SEAL_TEXT_BYTES - 1);
	text_out[SEAL_TEXT_BYTES - 1] = '\0';
}

bool
seal_fits(const struct call *call, const char *bytes, size_t len,
	const char *text)
{
	char own[SEAL_TEXT_BYTES];
	unsigned differ = 0;

	seal_make(call, bytes, len, own);
	if (strlen(text) != SEAL_TEXT_BYTES - 1)
		return false;
	for (size_t i = 0; i < SEAL_TEXT_BYTES - 1; i++)
		differ |= (unsigned char)own[i] ^ (unsigned char)text[i];
	return differ == 0;
}
