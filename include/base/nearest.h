#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

/* "Did you mean": the one word of a list that was probably meant. */

#include <stddef.h>

#define NEAREST_BYTES 40 /* longer words are nobody's slip */

struct nearest {
	char typed[NEAREST_BYTES]; /* "" when it is too long */
	const char *best;          /* NULL when none is near */
	size_t distance;
	const char *longer; /* the only one that begins with what was typed */
	size_t longer_count;
};

/* Begins the search for the word of `len` bytes. */
void nearest_init(struct nearest *nearest, const char *typed, size_t len);

/* Looks at one word there is. */
void nearest_see(struct nearest *nearest, const char *word);

/*
 * The nearest of those seen: at most two slips away (a letter too many, too
 * few, another, two swapped) and not more than half of it wrong; else the only
 * one that begins with it. NULL when there is none.
 */
const char *nearest_word(const struct nearest *nearest);

#endif
