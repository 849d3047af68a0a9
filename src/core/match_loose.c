#include <string.h>

#include "match_index.h"

/* What fits but for punctuation, for umlauts, or for one wrong letter. */

#define NEAR_BYTES_MAX 64

static bool
match_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next letter or digit, or the NUL behind the field. */
static const char *
match_skip_signs(const char *p)
{
	while (*p != '\0' && !match_is_word(*p))
		p++;
	return p;
}

/*
 * Behind the front of a field that is the term but for punctuation; NULL when
 * it is not. A sign between two digits stands for one: 1-11 is not 11-1.
 */
static const char *
match_bare_front(const char *text, const struct match_term *term)
{
	const char *front = text;
	char last = '\0';
	bool sign = false;

	for (size_t i = 0; i < term->len; i++) {
		char c = term->text[i];

		if (!match_is_word(c)) {
			sign = true;
			continue;
		}
		text = match_skip_signs(text);
		if (*text != c)
			return NULL;
		if (sign && match_is_digit(last) && match_is_digit(c) &&
			text > front && match_is_word(text[-1]))
			return NULL;
		text++;
		last = c;
		sign = false;
	}
	return text;
}

/* How well the whole of a field or its front fits. */
static enum match_rank
match_bare_field(
	const char *field, const struct match_term *term, enum match_rank whole)
{
	const char *behind = match_bare_front(field, term);

	if (behind == NULL)
		return MATCH_RANK_NONE;
	return *match_skip_signs(behind) == '\0' ? whole : MATCH_RANK_WORD_BARE;
}

enum match_rank
match_loose_head(const struct match_index *index, uint32_t entry,
	const struct match_term *term)
{
	const struct match_entry *e = &index->entries[entry];
	const char *number = index->text.data + e->start;
	const char *name = number + e->number_len + 1;
	enum match_rank rank = MATCH_RANK_NONE, other;

	if (e->number_len > 0)
		rank = match_bare_field(number, term, MATCH_RANK_NUMBER_BARE);
	other = match_bare_field(name, term, MATCH_RANK_NAME_BARE);
	if (other < rank)
		rank = other;
	if (e->spelt_len == 0)
		return rank;
	other = match_bare_field(
		number + match_length(e) + 1, term, MATCH_RANK_NAME_BARE);
	return other < rank ? other : rank;
}

/* Where the bytes of an entry end, all its fields. */
static const char *
match_end(const struct match_index *index, const struct match_entry *e)
{
	return index->text.data + e->start + match_length(e) + 1 +
	       (e->spelt_len > 0 ? e->spelt_len + 1 : 0);
}

enum match_rank
match_loose_rank(const struct match_index *index, uint32_t entry,
	const struct match_term *term)
{
	const struct match_entry *e = &index->entries[entry];
	const char *start = index->text.data + e->start;
	const char *end = match_end(index, e);
	enum match_rank rank = match_loose_head(index, entry, term);
	char first = '\0';

	if (rank != MATCH_RANK_NONE)
		return rank;
	for (size_t i = 0; i < term->len && !match_is_word(first); i++)
		first = term->text[i];
	if ((e->mask.initials & match_char_bit(first)) == 0)
		return MATCH_RANK_NONE;
	for (const char *p = start + 1;
		(p = memchr(p, first, (size_t)(end - p))) != NULL; p++)
		if (!match_is_word(p[-1]) && match_bare_front(p, term) != NULL)
			return MATCH_RANK_WORD_BARE;
	return MATCH_RANK_NONE;
}

/* --- one letter off ------------------------------------------------------- */

static const char *
match_next_letter(const char *p)
{
	do
		p++;
	while (((unsigned char)*p & 0xc0) == 0x80);
	return p;
}

static bool
match_same_letter(const char *a, const char *b)
{
	size_t len = (size_t)(match_next_letter(a) - a);

	return len == (size_t)(match_next_letter(b) - b) &&
	       memcmp(a, b, len) == 0;
}

/* Whether the text begins with these letters, signs in it aside. */
static bool
match_begins_bare(const char *text, const char *letters)
{
	for (; *letters != '\0'; letters++, text++) {
		text = match_skip_signs(text);
		if (*text != *letters)
			return false;
	}
	return true;
}

/* The same with one wrong, missing or added, or with two that changed places.
 */
static bool
match_begins_nearly(const char *text, const char *letters)
{
	const char *more, *behind;

	for (;;) {
		text = match_skip_signs(text);
		if (*letters == '\0')
			return true;
		if (*text == '\0' || !match_same_letter(text, letters))
			break;
		text = match_next_letter(text);
		letters = match_next_letter(letters);
	}
	more = match_next_letter(letters);
	if (match_begins_bare(text, more))
		return true;
	if (*text == '\0')
		return false;
	behind = match_skip_signs(match_next_letter(text));
	if (match_begins_bare(behind, letters) ||
		match_begins_bare(behind, more))
		return true;
	return *behind != '\0' && *more != '\0' &&
	       match_same_letter(behind, letters) &&
	       match_same_letter(text, more) &&
	       match_begins_bare(
		       match_next_letter(behind), match_next_letter(more));
}

/* Whether the bits of an entry leave it possible. */
static bool
match_may_be_near(const struct match_mask *mask, const struct match_term *term)
{
	uint64_t missing = term->mask.chars & ~mask->chars;

	/* a letter beyond ASCII is more than one byte */
	if (term->letters != term->len)
		return true;
	return (missing & (missing - 1)) == 0 && (missing & term->twice) == 0 &&
	       __builtin_popcountll(term->mask.pairs & ~mask->pairs) <= 3;
}

bool
match_loose_is_near(const struct match_index *index, uint32_t entry,
	const struct match_term *term)
{
	const struct match_entry *e = &index->entries[entry];
	const char *start = index->text.data + e->start;
	const char *end = match_end(index, e);
	char letters[NEAR_BYTES_MAX];
	size_t len = 0;

	if (term->letters < MATCH_NEAR_LETTERS ||
		term->len >= sizeof(letters) ||
		!match_may_be_near(&e->mask, term))
		return false;
	for (size_t i = 0; i < term->len; i++)
		if (match_is_word(term->text[i]))
			letters[len++] = term->text[i];
	letters[len] = '\0';
	for (const char *p = start; p < end; p++)
		if (match_is_word(*p) &&
			(p == start || !match_is_word(p[-1])) &&
			match_begins_nearly(p, letters))
			return true;
	return false;
}
