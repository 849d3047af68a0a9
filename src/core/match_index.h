#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

/* The inside of an index: how well a term fits an entry. */

#include <stdbool.h>

#include "base/str.h"
#include "core/match.h"

/* How well an entry fits, best first. */
enum match_rank {
	MATCH_RANK_NUMBER, /* the number is it */
	MATCH_RANK_NAME,   /* the name is it */
	MATCH_RANK_USERNAME,
	/* bare: but for punctuation and blanks */
	MATCH_RANK_NUMBER_BARE,
	MATCH_RANK_NAME_BARE,
	MATCH_RANK_NUMBER_HEAD,
	MATCH_RANK_NAME_HEAD,
	MATCH_RANK_WORD, /* a word begins with it */
	MATCH_RANK_WORD_BARE,
	MATCH_RANK_INSIDE,
	MATCH_RANK_NEAR, /* it is one letter off */
	MATCH_RANK_NONE
};

/*
 * What stands in a text, roughly and in few bits: its characters, its pairs
 * of neighbours, the characters that words begin with, and those of the pairs
 * that are one only where punctuation and blanks do not count, or as the name
 * is spelt. A text can only stand in another one if its bits do.
 */
struct match_mask {
	uint64_t chars;
	uint64_t pairs;
	uint64_t initials;
	uint64_t joins;
};

/* What one looks for. */
struct match_term {
	const char *text;
	size_t len;
	bool letter;    /* one character with a bit of its own in the masks */
	bool signs;     /* there is punctuation in it */
	size_t bare;    /* so much of it is something else */
	uint64_t twice; /* the characters that stand in it more than once */
	size_t letters; /* 0 when there is a digit in it */
	struct match_mask mask; /* bare, unless there is only punctuation */
};

/*
 * Where an entry stands in the text, folded: "<number>\0<name>\0", the
 * username, where there is one, and "<name>\0" again as it is spelt without
 * its umlauts, where it has some.
 */
struct match_entry {
	struct match_mask mask;
	uint32_t start;
	uint16_t number_len;
	uint16_t name_len;
	uint16_t spelt_len;
	char number_first;   /* their first characters: a look at the text is */
	char name_first;     /* dearer than all of this */
	uint8_t number_bare; /* how much of them is no punctuation, at most */
	uint8_t name_bare;   /* MATCH_BARE_MAX */
	uint8_t spelt_bare;
	uint8_t username_len;
};

#define MATCH_BARE_MAX UINT8_MAX

struct match_index {
	struct str text;
	struct match_entry *entries;
	size_t count;
	size_t cap;
};

/* How long number, name and username are, with the NULs between them. */
static inline size_t
match_length(const struct match_entry *entry)
{
	return (size_t)entry->number_len + 1 + entry->name_len +
	       (entry->username_len > 0 ? entry->username_len + 1u : 0);
}

/* In a word of so many letters one may be wrong. */
#define MATCH_NEAR_LETTERS 4

/* Letters, digits and all beyond ASCII make up words. */
static inline bool
match_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* Letters and digits have a bit of their own, the others share 28. */
static inline uint64_t
match_char_bit(char c)
{
	if (c >= 'a' && c <= 'z')
		return UINT64_C(1) << (c - 'a');
	if (c >= '0' && c <= '9')
		return UINT64_C(1) << (26 + c - '0');
	return UINT64_C(1) << (36 + (unsigned char)c % 28);
}

/* Whether all of a field may be a term, but for punctuation. */
static inline bool
match_may_be_whole(
	const struct match_entry *entry, const struct match_term *term)
{
	size_t bare = term->bare < MATCH_BARE_MAX ? term->bare : MATCH_BARE_MAX;

	return bare > 0 &&
	       (bare == entry->number_bare || bare == entry->name_bare ||
		       bare == entry->spelt_bare);
}

/* Appends text folded, with single spaces between words and none around. */
void match_index_fold(struct str *out, const char *text, size_t len);

/* The term that is this folded text (borrowed, not empty). */
void
match_index_term(const char *text, size_t len, struct match_term *term_out);

/* How well one term fits an entry whose mask has all its bits. */
enum match_rank match_index_rank(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

/* The same, only whether number or name are or begin with the term, or the
 * username is it. */
enum match_rank match_index_rank_head(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

/* How well a term fits that does not stand there to the letter: NUMBER_BARE,
 * NAME_BARE, WORD_BARE or NONE. */
enum match_rank match_loose_rank(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

/* The same for the front of number and name only. */
enum match_rank match_loose_head(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

/* Whether a word of the entry begins with what is one letter off the term. */
bool match_loose_is_near(const struct match_index *index, uint32_t entry,
	const struct match_term *term);

#endif
