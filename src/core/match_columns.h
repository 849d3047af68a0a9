#ifndef MATCH_COLUMNS_H
#define MATCH_COLUMNS_H

/*
 * What stands in the entries of an index, by columns: for each character, each
 * hash of a pair of neighbours, and each letter that a word, the number or the
 * name begins with, a bit for each entry. What can fit a term is found in those
 * few columns that the term has, without a look at the entries, which takes
 * many times longer: they do not fit any cache.
 */

#include "match_index.h"

/* So many entries have their bits side by side: a line of the cache. */
#define MATCH_BLOCK 512

/* Columns in which an entry must stand to be a hit. */
struct match_want {
	uint16_t columns[64];
	size_t count;
};

/* Puts the entry behind the last one, which is whole, into the columns. */
void match_columns_add(struct match_index *index);

/* Adds what a term wants; as much of it as there is room for. */
void match_columns_want(struct match_want *want, const struct match_term *term);

/* Which entries of a block may fit: all that do, and a few others. */
void match_columns_fits(const struct match_index *index,
	const struct match_want *want, size_t block,
	uint64_t fits_out[MATCH_BLOCK / 64]);

/* Whether the columns say all about how a letter fits this entry. */
bool match_columns_know(const struct match_index *index, uint32_t entry);

/* Then: how well it does. */
enum match_rank match_columns_letter(
	const struct match_index *index, uint32_t entry, char letter);

#endif
