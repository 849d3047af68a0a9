#ifndef CORE_SHA256_H
#define CORE_SHA256_H

/* SHA-256 (FIPS 180-4) of what fits in one block: for ids that anybody can work
 * out with another program. */

#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define SHA256_SHORT_MAX 55

/* The digest of at most SHA256_SHORT_MAX bytes. */
void sha256_short(
	const uint8_t *bytes, size_t len, uint8_t digest_out[SHA256_BYTES]);

#endif
