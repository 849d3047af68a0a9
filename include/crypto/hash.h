#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

/*
 * BLAKE2b-256 (RFC 7693): the chain of the journal and of the ledger, the
 * content of a punch, tokens at rest. Cannot fail.
 */

#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32

struct hash {
	uint8_t bytes[HASH_BYTES];
};

/* The hash of these bytes. */
void hash_bytes(const void *bytes, size_t len, struct hash *hash_out);

/* The next link: the hash of `previous` followed by these bytes. */
void hash_chain(const struct hash *previous, const void *bytes, size_t len,
	struct hash *hash_out);

/* Whether they are equal, in time that does not depend on where they differ. */
int hash_equal(const struct hash *a, const struct hash *b);

#endif
