#include "crypto/token.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "sodium_ready.h"

_Static_assert(
	TOKEN_TEXT_BYTES == sodium_base64_ENCODED_LEN(HASH_BYTES,
				    sodium_base64_VARIANT_URLSAFE_NO_PADDING),
	"text of a token");

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

void
token_text(const struct hash *bits, char text_out[TOKEN_TEXT_BYTES])
{
	sodium_bin2base64(text_out, TOKEN_TEXT_BYTES, bits->bytes, HASH_BYTES,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int
token_make(const char *prefix, struct secret *token_out, struct err *err)
{
	char text[64 + TOKEN_TEXT_BYTES];
	size_t len = strlen(prefix);
	struct hash bits;
	bool kept;

	assert(len > 0 && len < 64);
	if (token_random(bits.bytes, sizeof(bits.bytes), err) < 0)
		return -1;
	memcpy(text, prefix, len);
	text[len++] = '_';
	token_text(&bits, text + len);
	kept = secret_set(token_out, text, strlen(text));
	assert(kept);
	secret_wipe(&bits, sizeof(bits));
	secret_wipe(text, sizeof(text));
	return 0;
}

void
token_hash(const char *token, size_t len, struct hash *hash_out)
{
	hash_bytes(token, len, hash_out);
}
