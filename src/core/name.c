#include "core/name.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

_Static_assert(2 * NAME_PART_BYTES <= NAME_BYTES, "both parts and a blank fit");

void
name_show(const char *given, const char *family, char name_out[NAME_BYTES],
	uint8_t *given_len_out)
{
	size_t given_len = strlen(given);

	assert(given_len < NAME_PART_BYTES && strlen(family) < NAME_PART_BYTES);
	(void)snprintf(name_out, NAME_BYTES, "%s%s%s", given,
		given_len > 0 && family[0] != '\0' ? " " : "", family);
	*given_len_out = (uint8_t)given_len;
}

void
name_given(const char *name, uint8_t given_len, char given_out[NAME_PART_BYTES])
{
	size_t len = strnlen(name, given_len);

	assert(len < NAME_PART_BYTES);
	memcpy(given_out, name, len);
	given_out[len] = '\0';
}

const char *
name_family(const char *name, uint8_t given_len)
{
	const char *family = name + strnlen(name, given_len);

	if (given_len > 0 && *family == ' ')
		family++;
	return family;
}

void
name_sorted(struct str *out, const char *name, uint8_t given_len)
{
	const char *family = name_family(name, given_len);
	size_t len = strnlen(name, given_len);

	str_addz(out, family);
	if (len > 0 && family[0] != '\0')
		str_addz(out, ", ");
	str_add(out, name, len);
}
