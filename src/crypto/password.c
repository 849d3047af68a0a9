#include "crypto/password.h"

#include <stdio.h>
#include <string.h>

#include "sodium_ready.h"

_Static_assert(PASSWORD_HASH_BYTES == crypto_pwhash_STRBYTES,
	"the string of libsodium fits exactly");

const struct password_cost password_cost_default = {
	.passes = 2,
	.memory_bytes = 19 * 1024 * 1024,
};

int
password_hash(const char *password, size_t len,
	const struct password_cost *cost, char hash_out[PASSWORD_HASH_BYTES],
	struct err *err)
{
	char hash[PASSWORD_HASH_BYTES];

	sodium_ready();
	if (crypto_pwhash_str_alg(hash, password, len, cost->passes,
		    cost->memory_bytes, crypto_pwhash_ALG_ARGON2ID13) < 0)
		return err_set(err, ERR_INTERNAL,
			"the password could not be hashed: "
			"too little memory, or the cost is out of range");
	memcpy(hash_out, hash, sizeof(hash));
	return 0;
}

bool
password_fits(const char *password, size_t len, const char *hash)
{
	sodium_ready();
	if (strnlen(hash, PASSWORD_HASH_BYTES) == PASSWORD_HASH_BYTES)
		return false;
	return crypto_pwhash_str_verify(hash, password, len) == 0;
}

/* "$argon2id$v=19$m=19456,t=2,p=1" */
size_t
password_head_len(const char *hash)
{
	size_t len = 0;

	for (int i = 0; i < 3; i++)
		len += strcspn(hash + len, "$") + (hash[len] != '\0');
	return len + strcspn(hash + len, "$");
}

bool
password_same_cost(const char *hash, const char *other)
{
	size_t len = password_head_len(hash);

	return len == password_head_len(other) && memcmp(hash, other, len) == 0;
}

bool
password_cost_of(const char *hash, struct password_cost *cost_out)
{
	unsigned long long kib, passes;

	if (sscanf(hash, "$argon2id$v=19$m=%10llu,t=%10llu,p=1$", &kib,
		    &passes) != 2 ||
		kib == 0 || passes == 0 ||
		kib > crypto_pwhash_MEMLIMIT_SENSITIVE / 1024)
		return false;
	cost_out->passes = passes;
	cost_out->memory_bytes = (size_t)kib * 1024;
	return true;
}
