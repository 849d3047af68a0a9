#include "match_columns.h"

#include <string.h>

#include "base/mem.h"

#define PAIR_BITS 7
#define WORDS (MATCH_BLOCK / 64)

/* The first column of each kind. */
enum match_column {
	COLUMN_CHAR = 0,
	COLUMN_PAIR = 64,
	COLUMN_INITIAL = COLUMN_PAIR + (1 << PAIR_BITS),
	COLUMN_NUMBER = COLUMN_INITIAL + MATCH_LETTERS,
	COLUMN_NAME = COLUMN_NUMBER + MATCH_LETTERS,
	COLUMN_PECULIAR = COLUMN_NAME + MATCH_LETTERS,
	COLUMNS
};

/* The word of a column in which the bit of an entry stands. */
static uint64_t *
match_word(const struct match_index *index, size_t entry, size_t column)
{
	return &index->columns[(entry / MATCH_BLOCK * COLUMNS + column) *
				       WORDS +
			       entry % MATCH_BLOCK / 64];
}

static bool
match_stands(const struct match_index *index, size_t entry, size_t column)
{
	return (*match_word(index, entry, column) >> entry % 64 & 1) != 0;
}

/* Where the bits of an entry stand. */
struct match_place {
	uint64_t *words; /* its word of the first column */
	uint64_t bit;
};

static void
match_set(struct match_place place, size_t column)
{
	place.words[column * WORDS] |= place.bit;
}

static size_t
match_pair_column(char a, char b)
{
	return COLUMN_PAIR + match_pair_number(a, b, PAIR_BITS);
}

static void
match_set_letter(struct match_place place, size_t first_column, char c)
{
	unsigned number = match_char_number(c);

	if (number < MATCH_LETTERS)
		match_set(place, first_column + number);
}

/* One letter may be all of a field, or its bit that of another spelling. */
static bool
match_is_peculiar(const struct match_entry *e)
{
	return e->spelt_len > 0 || e->username_len == 1 ||
	       e->number_bare == 1 || e->name_bare == 1;
}

void
match_columns_add(struct match_index *index)
{
	const struct match_entry *e = &index->entries[index->count];
	size_t blocks = index->count / MATCH_BLOCK;
	size_t block_words = (size_t)COLUMNS * WORDS;
	const char *end = index->text.data + index->text.len;
	struct match_place place = {.bit = UINT64_C(1) << index->count % 64};
	char before = '\0';
	char last = '\0'; /* that is part of a word */

	if (index->count % MATCH_BLOCK == 0) {
		index->columns = mem_grow(index->columns, &index->columns_cap,
			(blocks + 1) * block_words, sizeof(*index->columns));
		memset(index->columns + blocks * block_words, 0,
			block_words * sizeof(*index->columns));
	}
	place.words = match_word(index, index->count, 0);
	for (const char *p = index->text.data + e->start; p < end; p++) {
		char c = *p;
		bool starts = !match_is_word(before);

		if (c == '\0')
			last = '\0';
		else
			match_set(place, COLUMN_CHAR + match_char_number(c));
		if (c != '\0' && before != '\0')
			match_set(place, match_pair_column(before, c));
		before = c;
		if (!match_is_word(c))
			continue;
		if (starts)
			match_set_letter(place, COLUMN_INITIAL, c);
		if (starts && last != '\0')
			match_set(place, match_pair_column(last, c));
		last = c;
	}
	match_set_letter(place, COLUMN_NUMBER, e->number_first);
	match_set_letter(place, COLUMN_NAME, e->name_first);
	if (match_is_peculiar(e))
		match_set(place, COLUMN_PECULIAR);
}

static void
match_want(struct match_want *want, size_t column)
{
	if (want->count < sizeof(want->columns) / sizeof(want->columns[0]))
		want->columns[want->count++] = (uint16_t)column;
}

void
match_columns_want(struct match_want *want, const struct match_term *term)
{
	char last = '\0';

	for (size_t i = 0; i < term->len; i++) {
		char c = term->text[i];

		if (term->bare > 0 && !match_is_word(c))
			continue;
		if (last != '\0')
			match_want(want, match_pair_column(last, c));
		else if (term->len == 1)
			match_want(want, COLUMN_CHAR + match_char_number(c));
		last = c;
	}
}

void
match_columns_fits(const struct match_index *index,
	const struct match_want *want, size_t block,
	uint64_t fits_out[MATCH_BLOCK / 64])
{
	memset(fits_out, 0xff, WORDS * sizeof(*fits_out));
	for (size_t i = 0; i < want->count; i++) {
		const uint64_t *column = match_word(
			index, block * MATCH_BLOCK, want->columns[i]);

		for (size_t word = 0; word < WORDS; word++)
			fits_out[word] &= column[word];
	}
}

bool
match_columns_know(const struct match_index *index, uint32_t entry)
{
	return !match_stands(index, entry, COLUMN_PECULIAR);
}

enum match_rank
match_columns_letter(
	const struct match_index *index, uint32_t entry, char letter)
{
	unsigned number = match_char_number(letter);

	if (match_stands(index, entry, COLUMN_NUMBER + number))
		return MATCH_RANK_NUMBER_HEAD;
	if (match_stands(index, entry, COLUMN_NAME + number))
		return MATCH_RANK_NAME_HEAD;
	if (match_stands(index, entry, COLUMN_INITIAL + number))
		return MATCH_RANK_WORD;
	return match_stands(index, entry, COLUMN_CHAR + number)
		       ? MATCH_RANK_INSIDE
		       : MATCH_RANK_NONE;
}
