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
	MATCH_RANK_NUMBER_HEAD,
	MATCH_RANK_NAME_HEAD,
	MATCH_RANK_WORD, /* a word begins with it */
	MATCH_RANK_INSIDE,
	MATCH_RANK_NONE
};

/*
 * What stands in a text, roughly and in few bits: its characters, its pairs
 * of neighbours, and the characters that words begin with. A text can only
 * stand in another one if its bits do.
 */
struct match_mask {
	uint64_t chars;
	uint64_t pairs;
	uint64_t initials;
};

/* What one looks for. */
struct match_term {
	const char *text;
	size_t len;
	bool letter; /* one character with a bit of its own in the masks */
	struct match_mask mask;
};

/* Where an entry stands in the text: "<number>\0<name>\0", folded. */
struct match_entry {
	struct match_mask mask;
	uint32_t start;
	uint16_t number_len;
	uint16_t name_len;
};

struct match_index {
	struct str text;
	struct match_entry *entries;
	size_t count;
	size_t cap;
};

/* Appends text folded, with single spaces between words and none around. */
void match_index_fold(struct str *out, const char *text, size_t len);

/* The term that is this folded text (borrowed, not empty). */
void
match_index_term(const char *text, size_t len, struct match_term *term_out);

/* How well one term fits an entry whose mask has all its bits. */
enum match_rank match_index_rank(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

/* The same, only whether number or name are or begin with the term. */
enum match_rank match_index_rank_head(const struct match_index *index,
	uint32_t entry, const struct match_term *term);

#endif
