#ifndef CRYPTO_TOKEN_H
#define CRYPTO_TOKEN_H

/*
 * Bearer tokens: 256 random bits, base64url behind a prefix that a secret
 * scanner finds. Only their hash is ever stored.
 */

#include "base/err.h"
#include "base/secret.h"
#include "crypto/hash.h"

/* A new token "<prefix>_<43 characters>". ERR_INTERNAL without randomness. */
int token_make(const char *prefix, struct secret *token_out, struct err *err);

#define TOKEN_TEXT_BYTES 44 /* 43 characters and the NUL */

/* 256 bits as the text that stands in a token. */
void token_text(const struct hash *bits, char text_out[TOKEN_TEXT_BYTES]);

/* What is stored of a token. */
void token_hash(const char *token, size_t len, struct hash *hash_out);

/* Fills with random bytes. ERR_INTERNAL without randomness. */
int token_random(void *bytes_out, size_t len, struct err *err);

#endif
