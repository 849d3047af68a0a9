#include "crypto/code.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/token.h"

#define LEN_MAX 32

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int
code_make(size_t len, char *text_out, struct err *err)
{
	unsigned char random[LEN_MAX];
	char *at = text_out;

	assert(len <= sizeof(random));
	if (token_random(random, len, err) < 0)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && i % 4 == 0)
			*at++ = '-';
		*at++ = alphabet[random[i] & 31];
	}
	*at = '\0';
	secret_wipe(random, sizeof(random));
	return 0;
}

/* The character that was meant; '\0' when it is none of a code. */
static char
meant(char typed)
{
	char c = (char)toupper((unsigned char)typed);

	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	return strchr(alphabet, c) != NULL ? c : '\0';
}

bool
code_read(const char *typed, size_t len, char *bare_out)
{
	size_t used = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == '-' || *typed == ' ')
			continue;
		if (used == len || meant(*typed) == '\0')
			return false;
		bare_out[used++] = meant(*typed);
	}
	bare_out[used] = '\0';
	return used == len;
}
