#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define SLIPS_MAX 2

static char
lower(char c)
{
	return (char)tolower((unsigned char)c);
}

void
nearest_init(struct nearest *nearest, const char *typed, size_t len)
{
	*nearest = (struct nearest){.distance = SLIPS_MAX + 1};
	if (len < sizeof(nearest->typed))
		for (size_t i = 0; i < len; i++)
			nearest->typed[i] = lower(typed[i]);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Damerau and Levenshtein's, each pair of letters swapped at most once. */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[3][NEAREST_BYTES + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	size_t a_len = strlen(a);
	size_t b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		above[j] = before[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t other = a[i - 1] != lower(b[j - 1]);

			row[j] = least(least(above[j], row[j - 1]) + 1,
				above[j - 1] + other);
			if (i > 1 && j > 1 && a[i - 1] == lower(b[j - 2]) &&
				a[i - 2] == lower(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[b_len];
}

static bool
begins(const char *word, const char *typed)
{
	while (*typed != '\0')
		if (lower(*word++) != *typed++)
			return false;
	return true;
}

void
nearest_see(struct nearest *nearest, const char *word)
{
	size_t len = strlen(nearest->typed);
	size_t slips;

	if (len == 0 || strlen(word) >= NEAREST_BYTES)
		return;
	if (len > 1 && begins(word, nearest->typed)) {
		nearest->longer = word;
		nearest->longer_count++;
	}
	slips = distance(nearest->typed, word);
	if (slips < nearest->distance && 2 * slips <= len) {
		nearest->best = word;
		nearest->distance = slips;
	}
}

const char *
nearest_word(const struct nearest *nearest)
{
	if (nearest->best == NULL && nearest->longer_count == 1)
		return nearest->longer;
	return nearest->best;
}
