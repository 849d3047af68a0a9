#ifndef CRYPTO_PASSWORD_H
#define CRYPTO_PASSWORD_H

/*
 * Passwords at rest: Argon2id (RFC 9106) strings of libsodium. Slow and large
 * on purpose: the caller bounds how many run at once.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define PASSWORD_HASH_BYTES 128

struct password_cost {
	unsigned long long passes;
	size_t memory_bytes;
};

/* OWASP's parameters or better: 2 passes, 19 MiB. */
extern const struct password_cost password_cost_default;

/* The string to store. ERR_INTERNAL when memory or randomness is missing. */
int password_hash(const char *password, size_t len,
	const struct password_cost *cost, char hash_out[PASSWORD_HASH_BYTES],
	struct err *err);

/* Whether the password fits the stored string; false on any damage. */
bool password_fits(const char *password, size_t len, const char *hash);

/*
 * How long the head of a stored string is that says its cost, up to the '$'
 * before the salt; and whether both have the same, and take the same time.
 */
size_t password_head_len(const char *hash);
bool password_same_cost(const char *hash, const char *other);

/* The cost that a stored string was made at; false on any damage. */
bool password_cost_of(const char *hash, struct password_cost *cost_out);

#endif
