#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void
mem_die(void)
{
	static const char words[] = "out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, words, sizeof(words) - 1);

	(void)ignored;
	abort();
}

void *
mem_new(size_t count, size_t size)
{
	void *items = calloc(count ? count : 1, size ? size : 1);

	if (items == NULL)
		mem_die();
	return items;
}

void *
mem_grow(void *items, size_t *cap, size_t need, size_t size)
{
	size_t room = *cap < 8 ? 8 : *cap;
	size_t bytes;

	if (items != NULL && need <= *cap)
		return items;
	while (room < need) {
		if (room > SIZE_MAX / 2)
			mem_die();
		room *= 2;
	}
	if (__builtin_mul_overflow(room, size, &bytes))
		mem_die();
	items = realloc(items, bytes);
	if (items == NULL)
		mem_die();
	*cap = room;
	return items;
}

char *
mem_dup(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	if (copy == NULL)
		mem_die();
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *
mem_dupz(const char *text)
{
	return mem_dup(text, strlen(text));
}
