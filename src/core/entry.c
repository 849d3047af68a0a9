#include "core/entry.h"

#include <string.h>

static const char *const list_words[] = {
#define X(name, number, wire, list) [ENTRY_##name] = (list),
	ENTRY_KINDS(X)
#undef X
};
_Static_assert(
	sizeof(list_words) / sizeof(*list_words) == ENTRY_KIND_COUNT, "count");

const char *
entry_kind_list_word(enum entry_kind kind)
{
	return list_words[kind];
}

int
entry_kind_parse(const char *word, enum entry_kind *kind_out, struct err *err)
{
	for (int kind = 0; kind < ENTRY_KIND_COUNT; kind++) {
		if (strcmp(word, list_words[kind]) == 0) {
			*kind_out = (enum entry_kind)kind;
			return 0;
		}
	}
	return err_set(err, ERR_DATA,
		"there is no such list; the lists are employees, locations "
		"and cost-codes");
}
