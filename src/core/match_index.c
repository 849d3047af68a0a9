#include "match_index.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* No more of a field is looked at; folded it takes three times that at most. */
#define FIELD_BYTES_MAX 20000

struct match_index *
match_index_new(size_t expected)
{
	struct match_index *index = mem_new(1, sizeof(*index));

	str_init(&index->text, UINT32_MAX);
	index->entries =
		mem_grow(NULL, &index->cap, expected, sizeof(*index->entries));
	return index;
}

void
match_index_free(struct match_index **index)
{
	if (*index == NULL)
		return;
	str_release(&(*index)->text);
	free((*index)->entries);
	free(*index);
	*index = NULL;
}

static uint64_t
match_pair_bit(char a, char b)
{
	uint32_t pair = (uint32_t)((unsigned char)a << 8 | (unsigned char)b);

	return UINT64_C(1) << (pair * 2654435761u >> 26);
}

static void
match_mask_add(struct match_mask *mask, const char *text, size_t len)
{
	char last = '\0'; /* that is part of a word */

	for (size_t i = 0; i < len; i++) {
		bool starts = i == 0 || !match_is_word(text[i - 1]);

		mask->chars |= match_char_bit(text[i]);
		if (starts)
			mask->initials |= match_char_bit(text[i]);
		if (i > 0)
			mask->pairs |= match_pair_bit(text[i - 1], text[i]);
		if (!match_is_word(text[i]))
			continue;
		if (starts && last != '\0')
			mask->joins |= match_pair_bit(last, text[i]);
		last = text[i];
	}
	mask->pairs |= mask->joins;
}

static bool
match_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
match_fold(struct str *out, void (*fold)(struct str *, const char *, size_t),
	const char *text, size_t len)
{
	size_t from = out->len, to = from;

	fold(out, text, len);
	for (size_t i = from; i < out->len; i++) {
		char c = out->data[i];

		if (!match_is_blank(c))
			out->data[to++] = c;
		else if (to > from && out->data[to - 1] != ' ')
			out->data[to++] = ' ';
	}
	if (to > from && out->data[to - 1] == ' ')
		to--;
	out->len = to;
	out->data[to] = '\0';
}

void
match_index_fold(struct str *out, const char *text, size_t len)
{
	match_fold(out, text_fold, text, len);
}

/* The NUL behind a field that begins at start; returns the field's length. */
static uint16_t
match_end_field(
	struct str *to, size_t start, struct match_mask *mask, uint8_t *bare)
{
	size_t len = to->len - start;

	match_mask_add(mask, to->data + start, len);
	*bare = 0;
	for (size_t i = start; i < to->len && *bare < MATCH_BARE_MAX; i++)
		*bare = (uint8_t)(*bare + match_is_word(to->data[i]));
	str_addc(to, '\0');
	return (uint16_t)len;
}

static uint16_t
match_add_field(struct str *to, const char *text, struct match_mask *mask,
	uint8_t *bare)
{
	size_t start = to->len;

	match_index_fold(to, text, strnlen(text, FIELD_BYTES_MAX));
	return match_end_field(to, start, mask, bare);
}

/* Whoever spells a name differently types one of these pairs. */
static void
match_join_spelt(struct match_mask *mask, const char *name, const char *spelt)
{
	for (char last = '\0'; *spelt != '\0'; last = *spelt++) {
		if (*name == *spelt)
			name++;
		else
			mask->joins |= match_pair_bit(last, *spelt);
	}
}

/* Returns its length; a longer one than a byte can tell is left out. */
static uint8_t
match_add_username(
	struct str *to, const char *username, struct match_mask *mask)
{
	size_t start = to->len;
	uint8_t bare;

	if (*username != '\0')
		match_index_fold(to, username, strlen(username));
	if (to->len > start && to->len - start <= UINT8_MAX)
		return (uint8_t)match_end_field(to, start, mask, &bare);
	to->len = start;
	to->data[start] = '\0';
	return 0;
}

/* The name once more where it is spelt in two ways; returns its length. */
static uint16_t
match_add_spelt(struct str *to, const char *name, struct match_entry *entry)
{
	size_t start = to->len;
	const char *first;

	match_fold(to, text_spell, name, strnlen(name, FIELD_BYTES_MAX));
	first = to->data + entry->start + entry->number_len + 1;
	if (strcmp(first, to->data + start) == 0) {
		to->len = start;
		to->data[start] = '\0';
		return 0;
	}
	match_join_spelt(&entry->mask, first, to->data + start);
	return match_end_field(to, start, &entry->mask, &entry->spelt_bare);
}

void
match_index_add(struct match_index *index, const char *number, const char *name,
	const char *username)
{
	static const char slack[8];
	struct match_entry entry = {.start = (uint32_t)index->text.len};

	entry.number_len = match_add_field(
		&index->text, number, &entry.mask, &entry.number_bare);
	entry.name_len = match_add_field(
		&index->text, name, &entry.mask, &entry.name_bare);
	entry.number_first = index->text.data[entry.start];
	entry.name_first = index->text.data[entry.start + entry.number_len + 1];
	entry.username_len =
		match_add_username(&index->text, username, &entry.mask);
	entry.spelt_len = match_add_spelt(&index->text, name, &entry);
	/* a search reads up to eight bytes past the end */
	str_add(&index->text, slack, sizeof(slack));
	index->text.len -= sizeof(slack);
	assert(!str_is_cut(&index->text));
	index->entries = mem_grow(
		index->entries, &index->cap, index->count + 1, sizeof(entry));
	index->entries[index->count++] = entry;
}

/* What counts of a term, but for punctuation. */
static void
match_read_term(struct match_term *term)
{
	struct match_mask *mask = &term->mask;
	bool digits = false;
	char last = '\0';

	for (size_t i = 0; i < term->len; i++) {
		char c = term->text[i];
		uint64_t bit = match_char_bit(c);

		if (!match_is_word(c)) {
			term->signs = true;
			continue;
		}
		term->bare++;
		digits |= c >= '0' && c <= '9';
		term->letters += ((unsigned char)c & 0xc0) != 0x80;
		term->twice |= mask->chars & bit;
		mask->chars |= bit;
		if (last == '\0')
			mask->initials = bit;
		else
			mask->pairs |= match_pair_bit(last, c);
		last = c;
	}
	if (digits)
		term->letters = 0;
}

void
match_index_term(const char *text, size_t len, struct match_term *term_out)
{
	memset(term_out, 0, sizeof(*term_out));
	term_out->text = text;
	term_out->len = len;
	term_out->letter = len == 1 && match_is_word(text[0]) &&
			   (unsigned char)text[0] < 0x80;
	match_read_term(term_out);
	if (term_out->bare == 0)
		match_mask_add(&term_out->mask, text, len);
}

static bool
match_begins(const char *text, size_t len, const struct match_term *term)
{
	return len >= term->len && memcmp(text, term->text, term->len) == 0;
}

enum match_rank
match_index_rank_head(const struct match_index *index, uint32_t entry,
	const struct match_term *term)
{
	const struct match_entry *e = &index->entries[entry];
	const char *number = index->text.data + e->start;
	const char *name = number + e->number_len + 1;
	char first = term->text[0];
	bool number_head = e->number_first == first &&
			   match_begins(number, e->number_len, term);
	bool name_head =
		e->name_first == first && match_begins(name, e->name_len, term);

	if (number_head && e->number_len == term->len)
		return MATCH_RANK_NUMBER;
	if (name_head && e->name_len == term->len)
		return MATCH_RANK_NAME;
	if (e->username_len == term->len &&
		memcmp(name + e->name_len + 1, term->text, term->len) == 0)
		return MATCH_RANK_USERNAME;
	if (number_head)
		return MATCH_RANK_NUMBER_HEAD;
	if (name_head)
		return MATCH_RANK_NAME_HEAD;
	return MATCH_RANK_NONE;
}

/* Eight bytes of text; the first one is the lowest. */
static uint64_t
match_load(const char *p)
{
	uint64_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return le64toh(bytes);
}

/* The high bit of each of the eight bytes that is c. */
static uint64_t
match_find_bytes(uint64_t bytes, char c)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t x = bytes ^ (UINT64_C(0x0101010101010101) * (unsigned char)c);

	return ~(((x & low) + low) | x | low);
}

/*
 * Looks for an occurrence at the start of a word, else for any, but not at
 * the front, which match_index_rank_head knows already. Eight places
 * at a time are tried for the term's first and last byte: memmem(3) takes
 * longer to begin than most entries are long.
 */
static enum match_rank
match_search(const char *text, size_t len, const struct match_term *term,
	bool in_initials)
{
	enum match_rank rank = MATCH_RANK_NONE;
	size_t last = term->len - 1;

	for (size_t at = 1; at + term->len <= len; at += 8) {
		uint64_t places =
			match_find_bytes(match_load(text + at), term->text[0]) &
			match_find_bytes(
				match_load(text + at + last), term->text[last]);

		for (; places != 0; places &= places - 1) {
			size_t here = at + (size_t)__builtin_ctzll(places) / 8;

			if (here + term->len > len ||
				memcmp(text + here, term->text, term->len) != 0)
				continue;
			if (!in_initials)
				return MATCH_RANK_INSIDE;
			if (!match_is_word(text[here - 1]))
				return MATCH_RANK_WORD;
			rank = MATCH_RANK_INSIDE;
		}
	}
	return rank;
}

/* A letter that stands there, unless its bit is of the other spelling. */
static bool
match_is_letter(const struct match_entry *entry, const struct match_term *term)
{
	return term->letter &&
	       (entry->spelt_len == 0 ||
		       (term->text[0] != 'a' && term->text[0] != 'e'));
}

enum match_rank
match_index_rank(const struct match_index *index, uint32_t entry,
	const struct match_term *term)
{
	const struct match_entry *e = &index->entries[entry];
	enum match_rank rank = match_index_rank_head(index, entry, term);
	enum match_rank bare = MATCH_RANK_NONE;
	bool in_initials, whole;

	if (rank <= MATCH_RANK_USERNAME)
		return rank;
	whole = match_may_be_whole(e, term);
	in_initials = (e->mask.initials & match_char_bit(term->text[0])) != 0;
	if (rank == MATCH_RANK_NONE && match_is_letter(e, term))
		rank = in_initials ? MATCH_RANK_WORD : MATCH_RANK_INSIDE;
	else if (rank == MATCH_RANK_NONE)
		rank = match_search(index->text.data + e->start,
			match_length(e), term, in_initials);
	if (!whole && !term->signs && (term->mask.pairs & e->mask.joins) == 0)
		return rank;
	if (rank > MATCH_RANK_WORD && term->bare > 0)
		bare = match_loose_rank(index, entry, term);
	else if (whole)
		bare = match_loose_head(index, entry, term);
	return rank < bare ? rank : bare;
}
