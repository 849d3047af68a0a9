#include "base/jsonout.h"

#include <string.h>

#include "base/text.h"

void
jsonout_init(struct jsonout *json, struct str *out)
{
	json->out = out;
	json->comma = false;
}

static size_t
plain_prefix(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len) {
		unsigned char c = (unsigned char)text[n];

		if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\')
			break;
		n++;
	}
	return n;
}

static void
add_unit(struct str *out, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";
	const char escape[6] = {'\\', 'u', hex[unit >> 12 & 15],
		hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};

	str_add(out, escape, sizeof(escape));
}

static void
add_escape(struct str *out, uint32_t rune)
{
	static const char names[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *name = names; *name; name += 2) {
		if ((unsigned char)*name == rune) {
			str_addc(out, '\\');
			str_addc(out, name[1]);
			return;
		}
	}
	if (rune >= 0x10000) {
		add_unit(out, 0xd800 + ((rune - 0x10000) >> 10));
		rune = 0xdc00 + ((rune - 0x10000) & 0x3ff);
	}
	add_unit(out, rune);
}

/* One character that is not plain: an escape or a code point. JSON allows more
 * than a terminal should see. */
static size_t
add_special(struct str *out, const char *text, size_t len)
{
	uint32_t rune;
	size_t used = text_decode(text, len, &rune);

	if (rune < 0x80 || text_is_harmful(rune))
		add_escape(out, rune);
	else if (used == 1)
		str_add(out, "\xef\xbf\xbd", 3);
	else
		str_add(out, text, used);
	return used;
}

static void
add_quoted(struct str *out, const char *text)
{
	size_t len = strlen(text);

	str_addc(out, '"');
	while (len > 0) {
		size_t n = plain_prefix(text, len);

		if (n > 0)
			str_add(out, text, n);
		else
			n = add_special(out, text, len);
		text += n;
		len -= n;
	}
	str_addc(out, '"');
}

/* What stands before a value: a comma after another one, and its key. */
static void
begin_value(struct jsonout *json, const char *key)
{
	if (json->comma)
		str_addc(json->out, ',');
	if (key != NULL) {
		add_quoted(json->out, key);
		str_addc(json->out, ':');
	}
	json->comma = true;
}

static void
open_with(struct jsonout *json, const char *key, char bracket)
{
	begin_value(json, key);
	str_addc(json->out, bracket);
	json->comma = false;
}

static void
close_with(struct jsonout *json, char bracket)
{
	str_addc(json->out, bracket);
	json->comma = true;
}

void
jsonout_object(struct jsonout *json, const char *key)
{
	open_with(json, key, '{');
}

void
jsonout_object_end(struct jsonout *json)
{
	close_with(json, '}');
}

void
jsonout_array(struct jsonout *json, const char *key)
{
	open_with(json, key, '[');
}

void
jsonout_array_end(struct jsonout *json)
{
	close_with(json, ']');
}

void
jsonout_text(struct jsonout *json, const char *key, const char *text)
{
	begin_value(json, key);
	add_quoted(json->out, text);
}

void
jsonout_int(struct jsonout *json, const char *key, int64_t value)
{
	char digits[24];
	char *end = digits + sizeof(digits), *at = end;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (value < 0)
		*--at = '-';
	begin_value(json, key);
	str_add(json->out, at, (size_t)(end - at));
}

void
jsonout_bool(struct jsonout *json, const char *key, bool value)
{
	begin_value(json, key);
	str_addz(json->out, value ? "true" : "false");
}

void
jsonout_null(struct jsonout *json, const char *key)
{
	begin_value(json, key);
	str_add(json->out, "null", 4);
}

void
jsonout_json(struct jsonout *json, const char *key, const char *value)
{
	begin_value(json, key);
	str_add(json->out, value, strlen(value));
}
