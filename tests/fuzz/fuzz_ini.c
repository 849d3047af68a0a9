/* Configuration: any text is refused or gives clean, trimmed entries. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ini.h"
#include "base/mem.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
on_entry(void *ctx, const struct ini_entry *entry, struct err *err)
{
	int *last_line = ctx;
	size_t len = strlen(entry->value);

	(void)err;
	assert(entry->line > *last_line);
	*last_line = entry->line;
	assert(entry->key[0] != '\0');
	assert(text_is_utf8(entry->value, len));
	assert(strchr(entry->value, '\n') == NULL);
	assert(len == 0 ||
		(entry->value[0] != ' ' && entry->value[len - 1] != ' '));
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_dup((const char *)data, size);
	int last_line = 0;
	struct err err;

	if (ini_parse("fuzz", text, on_entry, &last_line, &err) < 0) {
		assert(err.kind == ERR_CONFIG);
		assert(strncmp(err.text, "fuzz:", 5) == 0);
		assert(strchr(err.text, '\n') == NULL);
	}
	free(text);
	return 0;
}
