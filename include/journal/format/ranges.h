#ifndef JOURNAL_FORMAT_RANGES_H
#define JOURNAL_FORMAT_RANGES_H

/* Rising numbers in words: "3, 17-19". */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RANGES_BYTES 200

/* Zero it to begin. */
struct ranges {
	char words[RANGES_BYTES]; /* what is behind its end is "and more" */
	int64_t count;            /* numbers in it */
	int64_t first;            /* the range that is not in words yet */
	int64_t last;
	bool is_cut;
};

/* Adds first to last, which are higher than all before; none when last is
 * lower. */
void ranges_add(struct ranges *ranges, int64_t first, int64_t last);

/* Completes the words. Nothing may be added behind it. */
void ranges_end(struct ranges *ranges);

#endif
