#include "crypto/token.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "sodium_ready.h"

#define TOKEN_RANDOM_BYTES 32
#define TOKEN_TEXT_BYTES                                                       \
	sodium_base64_ENCODED_LEN(                                             \
		TOKEN_RANDOM_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)

int
token_random(void *bytes_out, size_t len, struct err *err)
{
	char *bytes = bytes_out;

	while (len > 0) {
		ssize_t got = getrandom(bytes, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set_errno(err, ERR_INTERNAL, errno,
				"the system gives no random numbers");
		bytes += got;
		len -= (size_t)got;
	}
	return 0;
}

int
token_make(const char *prefix, struct secret *token_out, struct err *err)
{
	unsigned char bytes[TOKEN_RANDOM_BYTES];
	char text[64 + TOKEN_TEXT_BYTES];
	size_t len = strlen(prefix);
	bool kept;

	assert(len > 0 && len < 64);
	if (token_random(bytes, sizeof(bytes), err) < 0)
		return -1;
	memcpy(text, prefix, len);
	text[len++] = '_';
	sodium_bin2base64(text + len, sizeof(text) - len, bytes, sizeof(bytes),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	kept = secret_set(token_out, text, strlen(text));
	assert(kept);
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe(text, sizeof(text));
	return 0;
}

void
token_hash(const char *token, size_t len, struct hash *hash_out)
{
	hash_bytes(token, len, hash_out);
}
