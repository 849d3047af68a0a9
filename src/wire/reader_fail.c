/* What is wrong with a message, and where in it. */
#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "reader.h"

#define POINTER_BYTES 200
#define NAME_SHOWN_BYTES 40

/* A reference token of a JSON pointer (RFC 6901); names may be foreign. */
static void
add_token(struct str *pointer, const char *name)
{
	size_t len = strnlen(name, NAME_SHOWN_BYTES);

	str_addc(pointer, '/');
	while (len > 0) {
		size_t plain = strcspn(name, "~/");

		if (plain > len)
			plain = len;
		text_clean(pointer, name, plain);
		if (plain < len)
			str_addz(pointer, name[plain++] == '~' ? "~0" : "~1");
		name += plain;
		len -= plain;
	}
}

static void
add_pointer(struct str *pointer, const struct cursor *cursor)
{
	if (cursor->parent == NULL)
		return;
	add_pointer(pointer, cursor->parent);
	if (cursor->key != NULL)
		add_token(pointer, cursor->key);
	else
		str_addf(pointer, "/%zu", cursor->index);
}

void
reader_fail(const struct cursor *cursor, const char *key, const char *what)
{
	struct reader *reader = cursor->reader;
	struct str pointer;

	if (reader->failed)
		return;
	reader->failed = true;
	str_init(&pointer, POINTER_BYTES);
	add_pointer(&pointer, cursor);
	if (key != NULL)
		add_token(&pointer, key);
	else if (cJSON_IsArray(cursor->node))
		str_addf(&pointer, "/%zu", cursor->taken - 1);
	err_set(reader->err, ERR_DATA, "%s: %s",
		pointer.len ? pointer.data : "/", what);
	str_release(&pointer);
}

bool
reader_forgive(const struct cursor *object, char *what_out, size_t size)
{
	struct reader *reader = object->reader;
	const char *what = reader->err->text;
	struct str pointer;

	if (!reader->failed || object->node == NULL)
		return false;
	str_init(&pointer, POINTER_BYTES);
	add_pointer(&pointer, object);
	assert(strncmp(what, pointer.data, pointer.len) == 0);
	what += pointer.len;
	str_copy(what_out, size, what[0] == '/' ? what + 1 : what);
	str_release(&pointer);
	err_clear(reader->err);
	reader->failed = false;
	return true;
}
