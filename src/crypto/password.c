#include "crypto/password.h"

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
