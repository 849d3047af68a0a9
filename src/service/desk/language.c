#include "service/desk/language.h"

#include <string.h>
#include <strings.h>

#define WEIGHT_MAX 1000

/* Of "es-MX" all that counts is "es". */
static size_t
find(const char *tag, const char *const *languages, size_t n)
{
	size_t len = strcspn(tag, "-;, \t");

	for (size_t i = 0; i < n; i++)
		if (strlen(languages[i]) == len &&
			strncasecmp(languages[i], tag, len) == 0)
			return i;
	return n;
}

/* Thousandths of ";q=0.8"; without it 1, and 0 of what is none. */
static int
weight(const char *tag)
{
	const char *at = tag + strcspn(tag, ";,");
	int value = 0;

	if (*at != ';')
		return WEIGHT_MAX;
	at += 1 + strspn(at + 1, " \t");
	if (strncasecmp(at, "q=", 2) != 0)
		return 0;
	at += 2;
	if (*at == '1')
		return WEIGHT_MAX;
	if (at[0] != '0' || at[1] != '.')
		return 0;
	at += 2;
	for (int place = WEIGHT_MAX / 10; place > 0; place /= 10)
		if (*at >= '0' && *at <= '9')
			value += (*at++ - '0') * place;
	return value;
}

size_t
language_wanted(const char *accept, const char *const *languages, size_t n)
{
	const char *tag = accept != NULL ? accept : "";
	size_t wanted = 0;
	int most = 0;

	while (*tag != '\0') {
		size_t language = find(tag, languages, n);

		if (language < n && weight(tag) > most) {
			wanted = language;
			most = weight(tag);
		}
		tag += strcspn(tag, ",");
		tag += strspn(tag, ", \t");
	}
	return wanted;
}
