#include "sha256.h"

#include <assert.h>
#include <string.h>

#define BLOCK 64
#define ROUNDS 64

/* The first 32 bits of the fractions of the square roots of the first 8
 * primes, and of the cube roots of the first 64. */
static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
	0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t constants[ROUNDS] = {0x428a2f98, 0x71374491, 0xb5c0fbcf,
	0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
	0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c,
	0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
	0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2};

static uint32_t
turn(uint32_t word, int bits)
{
	return word >> bits | word << (32 - bits);
}

/* The 16 words of a block, and 48 more that are mixed from them. */
static void
schedule(const uint8_t block[BLOCK], uint32_t words[ROUNDS])
{
	for (size_t i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] << 24 |
			   (uint32_t)block[4 * i + 1] << 16 |
			   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (size_t i = 16; i < ROUNDS; i++) {
		uint32_t a = words[i - 15], b = words[i - 2];

		words[i] = words[i - 16] + words[i - 7] +
			   (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
			   (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
}

static void
mix(uint32_t state[8], const uint32_t words[ROUNDS])
{
	uint32_t s[8];

	memcpy(s, state, sizeof(s));
	for (size_t i = 0; i < ROUNDS; i++) {
		uint32_t e = s[4], a = s[0];
		uint32_t one = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
			       ((e & s[5]) ^ (~e & s[6])) + constants[i] +
			       words[i];
		uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
			       ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(*s));
		s[4] += one;
		s[0] = one + two;
	}
	for (size_t i = 0; i < 8; i++)
		state[i] += s[i];
}

void
sha256_short(const uint8_t *bytes, size_t len, uint8_t digest_out[SHA256_BYTES])
{
	uint8_t block[BLOCK] = {0};
	uint32_t words[ROUNDS], state[8];

	assert(len <= SHA256_SHORT_MAX);
	memcpy(block, bytes, len);
	block[len] = 0x80;
	block[BLOCK - 2] = (uint8_t)(len >> 5);
	block[BLOCK - 1] = (uint8_t)(len << 3);
	memcpy(state, initial, sizeof(state));
	schedule(block, words);
	mix(state, words);
	for (size_t i = 0; i < SHA256_BYTES; i++)
		digest_out[i] = (uint8_t)(state[i / 4] >> (24 - i % 4 * 8));
}
