/* Hashes against published values, tokens, passwords. */
#include <stdio.h>
#include <string.h>

#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "lib/cmocka_all.h"

static const struct password_cost quick = {1, 8192};

static void
check_hash(const struct hash *hash, const char *want)
{
	char hex[2 * HASH_BYTES + 1];

	for (size_t i = 0; i < HASH_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash->bytes[i]);
	assert_string_equal(hex, want);
}

static void
test_hashes(void **state)
{
	struct hash hash, chained;

	/* as by `b2sum -l 256` */
	hash_bytes("", 0, &hash);
	check_hash(&hash, "0e5751c026e543b2e8ab2eb06099daa1"
			  "d1e5df47778f7787faab45cdf12fe3a8");
	hash_bytes("abc", 3, &hash);
	check_hash(&hash, "bddd813c634239723171ef3fee98579b"
			  "94964e3bb1cb3e427262c8c068d52319");
	hash_chain(&hash, "punch", 5, &chained);
	assert_false(hash_equal(&hash, &chained));
	{
		char both[HASH_BYTES + 5];

		memcpy(both, hash.bytes, HASH_BYTES);
		memcpy(both + HASH_BYTES, "punch", 5);
		hash_bytes(both, sizeof(both), &hash);
	}
	assert_true(hash_equal(&hash, &chained));
	chained.bytes[HASH_BYTES - 1] ^= 1;
	assert_false(hash_equal(&hash, &chained));
}

static void
test_tokens(void **state)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789-_";
	struct secret one, other;
	struct hash a, b;
	struct err err;

	secret_init(&one);
	secret_init(&other);
	assert_int_equal(token_make("cct", &one, &err), 0);
	assert_int_equal(token_make("cct", &other, &err), 0);
	assert_int_equal(one.len, 4 + 43);
	assert_memory_equal(one.data, "cct_", 4);
	assert_int_equal(strspn(one.data + 4, alphabet), 43);
	assert_string_not_equal(one.data, other.data);
	token_hash(one.data, one.len, &a);
	token_hash(other.data, other.len, &b);
	assert_false(hash_equal(&a, &b));
	token_hash(one.data, one.len, &b);
	assert_true(hash_equal(&a, &b));
	secret_release(&one);
	secret_release(&other);
}

static void
test_random_bytes(void **state)
{
	static unsigned char bytes[100000];
	size_t counts[256] = {0};
	struct err err;

	assert_int_equal(token_random(bytes, sizeof(bytes), &err), 0);
	for (size_t i = 0; i < sizeof(bytes); i++)
		counts[bytes[i]]++;
	/* 390 of each, give or take 10 standard deviations */
	for (size_t i = 0; i < 256; i++)
		assert_in_range(counts[i], 190, 590);
}

static void
test_passwords(void **state)
{
	char hash[PASSWORD_HASH_BYTES], again[PASSWORD_HASH_BYTES];
	struct err err;

	assert_int_equal(password_hash("Secret1", 7, &quick, hash, &err), 0);
	assert_memory_equal(hash, "$argon2id$v=19$m=8,t=1,p=1$", 27);
	assert_true(password_fits("Secret1", 7, hash));
	assert_false(password_fits("secret1", 7, hash));
	assert_false(password_fits("Secret1", 6, hash));
	assert_false(password_fits("", 0, hash));
	/* salted */
	assert_int_equal(password_hash("Secret1", 7, &quick, again, &err), 0);
	assert_string_not_equal(hash, again);
}

static void
test_damaged_hashes_fit_nothing(void **state)
{
	char hash[PASSWORD_HASH_BYTES], endless[PASSWORD_HASH_BYTES];
	struct err err;

	assert_int_equal(password_hash("Secret1", 7, &quick, hash, &err), 0);
	assert_false(password_fits("Secret1", 7, ""));
	assert_false(password_fits("Secret1", 7, "Secret1"));
	assert_false(password_fits("Secret1", 7, "$argon2id$v=19$m=8"));
	hash[strlen(hash) - 1] = '\0';
	assert_false(password_fits("Secret1", 7, hash));
	memset(endless, '$', sizeof(endless));
	assert_false(password_fits("Secret1", 7, endless));
}

static void
test_the_default_cost(void **state)
{
	const struct password_cost impossible = {0, 0};
	char hash[PASSWORD_HASH_BYTES] = "kept";
	struct err err;

	assert_true(password_cost_default.passes >= 2);
	assert_true(password_cost_default.memory_bytes >= 19 * 1024 * 1024);
	assert_int_equal(password_hash("x", 1, &impossible, hash, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_string_equal(hash, "kept");
	assert_int_equal(
		password_hash("x", 1, &password_cost_default, hash, &err), 0);
	assert_true(password_fits("x", 1, hash));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hashes),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_damaged_hashes_fit_nothing),
		cmocka_unit_test(test_the_default_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
