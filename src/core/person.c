#include "core/person.h"

#include <string.h>

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int
person_check_company(const char *text, struct err *err)
{
	size_t len = strlen(text);

	if (len == 0)
		return err_set(err, ERR_DATA, "the Company ID is missing");
	if (strchr(text, ' ') != NULL)
		return err_set(err, ERR_DATA,
			"a Company ID has no spaces: it is the first part of "
			"your company's address, such as acme");
	if (len >= COMPANY_ID_BYTES)
		return err_set(err, ERR_DATA,
			"a Company ID has at most %d characters",
			COMPANY_ID_BYTES - 1);
	for (const char *c = text; *c; c++) {
		bool inner_dash = *c == '-' && c != text && c[1] != '\0';

		if (!is_letter_or_digit(*c) && !inner_dash)
			return err_set(err, ERR_DATA,
				"a Company ID is made of the lower-case "
				"letters a-z, digits and inner dashes");
	}
	return 0;
}
