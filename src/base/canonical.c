#include "base/canonical.h"

#include <string.h>

void
canonical_id(struct str *out, const struct id *id)
{
	str_add(out, id->bytes, sizeof(id->bytes));
}

void
canonical_int(struct str *out, int64_t value)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i));
	str_add(out, bytes, sizeof(bytes));
}

void
canonical_text(struct str *out, const char *text)
{
	str_add(out, text, strlen(text) + 1);
}
