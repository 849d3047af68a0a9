#include "service/desk/query.h"

#include <string.h>

#include "base/text.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Returns false when it is malformed, holds a NUL or does not fit. */
static bool
decode(const char *text, size_t len, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '+')
			c = ' ';
		if (c == '%') {
			int high = i + 2 < len ? hex_digit(text[i + 1]) : -1;
			int low = high < 0 ? -1 : hex_digit(text[i + 2]);

			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (c == '\0' || used + 1 >= size)
			return false;
		out[used++] = c;
	}
	out[used] = '\0';
	return text_is_utf8(out, used);
}

static int
take(const char *text, size_t len, struct query_argument *arguments, size_t n,
	struct err *err)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals == NULL ? len : (size_t)(equals - text);

	for (size_t i = 0; i < n; i++) {
		struct query_argument *it = &arguments[i];

		if (strlen(it->name) != name_len ||
			memcmp(it->name, text, name_len) != 0)
			continue;
		if (it->value[0] != '\0')
			return err_set(err, ERR_DATA,
				"the argument %s is there twice", it->name);
		if (equals == NULL || equals + 1 == text + len ||
			!decode(equals + 1, len - name_len - 1, it->value,
				sizeof(it->value)))
			return err_set(err, ERR_DATA,
				"the argument %s is not valid", it->name);
		return 0;
	}
	return err_set(err, ERR_DATA, "an argument of the address is unknown");
}

int
query_parse(const char *query, struct query_argument *arguments, size_t n,
	struct err *err)
{
	for (size_t i = 0; i < n; i++)
		arguments[i].value[0] = '\0';
	while (*query != '\0') {
		size_t len = strcspn(query, "&");

		if (take(query, len, arguments, n, err) < 0)
			return -1;
		query += len;
		if (*query == '&' && *++query == '\0')
			return err_set(err, ERR_DATA,
				"the address ends in an empty argument");
	}
	return 0;
}

int
query_flag(
	const struct query_argument *argument, bool *flag_out, struct err *err)
{
	*flag_out = strcmp(argument->value, "true") == 0;
	if (!*flag_out && argument->value[0] != '\0' &&
		strcmp(argument->value, "false") != 0)
		return err_set(err, ERR_DATA,
			"the argument %s is not true or false", argument->name);
	return 0;
}
