#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
secret_init(struct secret *secret)
{
	secret->data = NULL;
	secret->len = 0;
}

bool
secret_set(struct secret *secret, const char *bytes, size_t len)
{
	char *copy;

	if (len > SECRET_MAX_BYTES)
		return false;
	copy = mem_dup(bytes, len);
	secret_release(secret);
	secret->data = copy;
	secret->len = len;
	return true;
}

void
secret_release(struct secret *secret)
{
	if (secret->data != NULL)
		secret_wipe(secret->data, secret->len);
	free(secret->data);
	secret_init(secret);
}

void
secret_move(struct secret *to, struct secret *from)
{
	if (to == from)
		return;
	secret_release(to);
	*to = *from;
	secret_init(from);
}

void
secret_wipe(void *bytes, size_t len)
{
	explicit_bzero(bytes, len);
}
