#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
str_init(struct str *str, size_t max_bytes)
{
	memset(str, 0, sizeof(*str));
	str->max = max_bytes;
	str->data = mem_grow(NULL, &str->cap, 1, 1);
	str->data[0] = '\0';
}

void
str_release(struct str *str)
{
	free(str->data);
	memset(str, 0, sizeof(*str));
}

void
str_clear(struct str *str)
{
	str->len = 0;
	str->data[0] = '\0';
	str->cut = false;
}

/* Room for len more bytes and the NUL, or the string is cut from here on. */
static bool
str_make_room(struct str *str, size_t len)
{
	if (str->cut || len > str->max - str->len) {
		str->cut = true;
		return false;
	}
	str->data = mem_grow(str->data, &str->cap, str->len + len + 1, 1);
	return true;
}

void
str_add(struct str *str, const void *bytes, size_t len)
{
	if (len == 0 || !str_make_room(str, len))
		return;
	memcpy(str->data + str->len, bytes, len);
	str->len += len;
	str->data[str->len] = '\0';
}

void
str_addz(struct str *str, const char *text)
{
	str_add(str, text, strlen(text));
}

void
str_addc(struct str *str, char c)
{
	str_add(str, &c, 1);
}

void
str_addf(struct str *str, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(len >= 0);
	if (!str_make_room(str, (size_t)len))
		return;
	va_start(args, format);
	vsnprintf(str->data + str->len, (size_t)len + 1, format, args);
	va_end(args);
	str->len += (size_t)len;
}

char *
str_take(struct str *str)
{
	char *data = str->data;

	str_init(str, str->max);
	return data;
}

bool
str_is_cut(const struct str *str)
{
	return str->cut;
}

bool
str_copy(char *buf_out, size_t size, const char *text)
{
	size_t len = strlen(text);

	assert(size > 0);
	if (len >= size) {
		buf_out[0] = '\0';
		return false;
	}
	memcpy(buf_out, text, len + 1);
	return true;
}
