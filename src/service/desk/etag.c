#include "service/desk/etag.h"

#include <string.h>

#define BLANKS " \t"

/* The length of the tag that stands there, 0: none does. */
static size_t
tag_length(const char *text)
{
	size_t n = 1;

	if (text[0] != '"')
		return 0;
	while ((unsigned char)text[n] > ' ' && text[n] != '"' &&
		text[n] != '\x7f')
		n++;
	return text[n] == '"' ? n + 1 : 0;
}

bool
etag_read(const char *if_match, const char *tag, bool *fits_out)
{
	const char *at = if_match;
	bool fits = false;

	*fits_out = strcmp(if_match, "*") == 0;
	if (*fits_out)
		return true;
	/* Elements may be empty, and blanks stand around them alone. */
	while (*(at += strspn(at, BLANKS ",")) != '\0') {
		bool weak = strncmp(at, "W/", 2) == 0;
		size_t n = tag_length(weak ? at + 2 : at);

		if (n == 0)
			return false;
		at += weak ? 2 : 0;
		fits = fits ||
		       (!weak && strlen(tag) == n && memcmp(at, tag, n) == 0);
		at += n;
		at += strspn(at, BLANKS);
		if (*at != ',' && *at != '\0')
			return false;
	}
	*fits_out = fits;
	return true;
}
