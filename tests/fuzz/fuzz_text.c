/* Foreign text: cleaned, measured, fitted, folded and searched. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_clean(const char *text, size_t len, struct str *clean)
{
	struct str again;

	text_clean(clean, text, len);
	assert(text_is_utf8(clean->data, clean->len));
	for (size_t i = 0; i < clean->len; i++)
		assert((unsigned char)clean->data[i] >= 0x20 &&
			clean->data[i] != 0x7f);
	str_init(&again, SIZE_MAX / 2);
	text_clean(&again, clean->data, clean->len);
	assert(strcmp(again.data, clean->data) == 0);
	str_release(&again);
}

static void
check_fit(const char *clean)
{
	for (size_t cells = 0; cells < 12; cells++) {
		struct str out;

		str_init(&out, SIZE_MAX / 2);
		text_fit(&out, clean, cells, true, cells % 2 == 0);
		assert(text_cells(out.data) == cells);
		str_release(&out);
	}
}

static void
check_fold(const char *text, size_t len)
{
	struct str once, twice;

	str_init(&once, SIZE_MAX / 2);
	str_init(&twice, SIZE_MAX / 2);
	text_fold(&once, text, len);
	text_fold(&twice, once.data, once.len);
	assert(once.len == twice.len);
	assert(memcmp(once.data, twice.data, once.len) == 0);
	str_release(&once);
	str_release(&twice);
}

/* What one looks for in full is found. */
static void
check_match(const char *text, size_t len)
{
	struct match_index *index = match_index_new(2);
	struct match_query *query;
	uint32_t hits[2];
	size_t all;

	match_index_add(index, "", text, "");
	match_index_add(index, text, "name", text);
	query = match_query_new(index);
	match_find(query, text, 0, 2, hits, &all);
	/* texts over 4 KiB, folded, find nothing */
	assert(all == 2 || len > 1000);
	match_query_free(&query);
	match_index_free(&index);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	char *text = mem_dup(bytes, size);
	struct str clean, ascii;

	str_init(&clean, SIZE_MAX / 2);
	str_init(&ascii, SIZE_MAX / 2);
	check_clean(bytes, size, &clean);
	check_fit(clean.data);
	check_fold(bytes, size);
	check_match(text, size);
	text_ascii(&ascii, clean.data);
	for (size_t i = 0; i < ascii.len; i++)
		assert((unsigned char)ascii.data[i] < 0x80);
	str_release(&ascii);
	str_release(&clean);
	free(text);
	return 0;
}
