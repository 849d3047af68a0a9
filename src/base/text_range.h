#ifndef TEXT_RANGE_H
#define TEXT_RANGE_H

/* What those who read code points one by one share. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUNE_BAD 0xfffdu

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct text_range {
	uint32_t first;
	uint32_t last;
};

/* Whether one of the ranges, which ascend, holds a code point. */
static inline bool
text_in(const struct text_range *ranges, size_t count, uint32_t rune)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rune > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && rune >= ranges[low].first;
}

/* A bad byte decodes as U+FFFD in one byte; the character itself takes 3. */
static inline bool
text_is_bad(uint32_t rune, size_t bytes)
{
	return rune == RUNE_BAD && bytes == 1;
}

/* Zero width joiner and non-joiner. */
static inline bool
text_is_joiner(uint32_t rune)
{
	return rune == 0x200c || rune == 0x200d;
}

#endif
