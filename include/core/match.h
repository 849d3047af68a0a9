#ifndef CORE_MATCH_H
#define CORE_MATCH_H

/*
 * Type-ahead over a list of things that have a number and a name, and, where
 * they are people, a username: every term of what is typed must stand somewhere
 * in one of those, in any order; case and accents do not count (base/text.h),
 * nor, from the start of a word on, do punctuation and blanks: "odwyer" finds
 * O'Dwyer, "03100" 03-100, "elmst" Elm St. But a sign between two digits parts
 * them: "1-11" is not 11-1. "juergen" finds Jürgen. Where nothing fits, one
 * letter may be wrong, missing, too many, or in its neighbour's place.
 *
 * Hits come best first: the number exactly, the name exactly, the username
 * exactly, number or name but for punctuation and blanks, number begins with
 * it, name begins with it, a word or the username begins with it, the same but
 * for punctuation, inside. Several terms count as their weakest, unless number
 * or name are or begin with the whole text, or the username is it. "Whitfield,
 * Dana" finds Dana Whitfield as "Dana Whitfield" does. Among equals recently
 * used ones come first, then the order of the index. Nothing typed finds
 * everything.
 *
 * An index is complete before the first query on it is made, and may then be
 * shared; a query belongs to one list on one screen.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct match_index;
struct match_query;

/* An empty index with room for `expected` entries (it may grow). */
struct match_index *match_index_new(size_t expected);

/* Frees *index, which may be NULL, and sets it to NULL. */
void match_index_free(struct match_index **index);

/*
 * Adds an entry, whose place in the index (0, 1, 2 ...) stands for it from
 * then on. Each text may be ""; a username of more than 255 bytes counts as
 * none.
 */
void match_index_add(struct match_index *index, const char *number,
	const char *name, const char *username);

/* A query on this index, which must outlive it. */
struct match_query *match_query_new(const struct match_index *index);

/* Frees *query, which may be NULL, and sets it to NULL. */
void match_query_free(struct match_query **query);

/* The recently used entries, last used first; replaces earlier ones. */
void match_query_set_recents(
	struct match_query *query, const uint32_t *entries, size_t count);

/*
 * The hits offset .. offset + limit of what `text` finds, best first, into
 * hits_out[limit]; returns how many there were and sets *count_out to the
 * number of all hits. Fast when the text only grew since the last call, and
 * at once when it is the same (scrolling) or one of the last it grew from.
 */
size_t match_find(struct match_query *query, const char *text, size_t offset,
	size_t limit, uint32_t *hits_out, size_t *count_out);

/* Whether the last find found only what is one letter off. */
bool match_is_near(const struct match_query *query);

enum match_outcome {
	MATCH_NONE,    /* nothing fits */
	MATCH_ONE,     /* this one is meant */
	MATCH_SEVERAL, /* match_find lists the candidates */
	MATCH_NEAR     /* they are one letter off: ask, do not guess */
};

/*
 * What is meant by a text that nobody watches being typed: the only entry of
 * this number, else the only one of this name, else of this username, else the
 * same but for punctuation, else the only hit.
 */
enum match_outcome
match_one(struct match_query *query, const char *text, uint32_t *entry_out);

#endif
