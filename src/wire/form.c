#include "form.h"

#include <string.h>

#include "base/jsonout.h"
#include "base/secret.h"
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

/* Returns false when an escape is malformed or yields a NUL. */
static bool
unescape(const char *bytes, size_t len, struct str *out)
{
	for (size_t i = 0; i < len; i++) {
		char c = bytes[i] == '+' ? ' ' : bytes[i];

		if (c == '%') {
			int high = i + 2 < len ? hex_digit(bytes[i + 1]) : -1;
			int low = high < 0 ? -1 : hex_digit(bytes[i + 2]);

			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (c == '\0')
			return false;
		str_addc(out, c);
	}
	return true;
}

static const char *
name_of(const char *const *names, const char *bytes, size_t len)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == len && memcmp(*names, bytes, len) == 0)
			return *names;
	return NULL;
}

static int
add_parameter(const char *bytes, size_t len, const char *const *names,
	struct jsonout *json, struct err *err)
{
	const char *equals = memchr(bytes, '=', len);
	size_t name_len = equals != NULL ? (size_t)(equals - bytes) : len;
	size_t value_len = len - name_len - (equals != NULL);
	const char *name = name_of(names, bytes, name_len);
	struct str value;
	bool fine;

	if (name == NULL || value_len == 0)
		return 0;
	str_init(&value, value_len);
	fine = unescape(equals + 1, value_len, &value) &&
	       text_is_utf8(value.data, value.len);
	if (fine)
		jsonout_text(json, name, value.data);
	secret_wipe(value.data, value.len);
	str_release(&value);
	return fine ? 0
		    : err_set(err, ERR_DATA,
			      "a parameter of the form is malformed");
}

int
form_to_json(const char *bytes, size_t len, const char *const *names,
	struct str *out, struct err *err)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	while (len > 0) {
		const char *end = memchr(bytes, '&', len);
		size_t part = end != NULL ? (size_t)(end - bytes) : len;

		if (add_parameter(bytes, part, names, &json, err) < 0)
			return -1;
		bytes += part + (end != NULL);
		len -= part + (end != NULL);
	}
	jsonout_object_end(&json);
	return 0;
}
