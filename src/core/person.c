#include "core/person.h"

#include <string.h>

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static int
check(const char *text, struct err *err)
{
	for (const char *c = text; *c != '\0'; c++) {
		bool inner_dash = *c == '-' && c != text && c[1] != '\0';

		if (!is_letter_or_digit(*c) && !inner_dash)
			return err_set(err, ERR_DATA,
				"a Company ID is made of letters a-z, digits "
				"and inner dashes");
	}
	return 0;
}

int
person_read_company(
	const char *typed, char id_out[COMPANY_ID_BYTES], struct err *err)
{
	size_t len = strlen(typed);
	char id[COMPANY_ID_BYTES];

	for (; len > 0 && *typed == ' '; len--)
		typed++;
	while (len > 0 && typed[len - 1] == ' ')
		len--;
	if (len == 0)
		return err_set(err, ERR_DATA, "the Company ID is missing");
	if (memchr(typed, ' ', len) != NULL)
		return err_set(err, ERR_DATA,
			"a Company ID has no spaces: it is the first part of "
			"your company's address, such as acme");
	if (len >= COMPANY_ID_BYTES)
		return err_set(err, ERR_DATA,
			"a Company ID has at most %d characters",
			COMPANY_ID_BYTES - 1);
	for (size_t i = 0; i < len; i++)
		id[i] = typed[i] >= 'A' && typed[i] <= 'Z'
				? (char)(typed[i] - 'A' + 'a')
				: typed[i];
	id[len] = '\0';
	if (check(id, err) < 0)
		return -1;
	memcpy(id_out, id, len + 1);
	return 0;
}
