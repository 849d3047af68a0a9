#include "crypto/hash.h"

#include "sodium_ready.h"

void
hash_bytes(const void *bytes, size_t len, struct hash *hash_out)
{
	sodium_ready();
	crypto_generichash(hash_out->bytes, HASH_BYTES, bytes, len, NULL, 0);
}

void
hash_chain(const struct hash *previous, const void *bytes, size_t len,
	struct hash *hash_out)
{
	crypto_generichash_state state;

	sodium_ready();
	crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&state, previous->bytes, HASH_BYTES);
	crypto_generichash_update(&state, bytes, len);
	crypto_generichash_final(&state, hash_out->bytes, HASH_BYTES);
}

int
hash_equal(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}
