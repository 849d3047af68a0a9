#ifndef TESTS_LIB_NAIVE_MATCH_H
#define TESTS_LIB_NAIVE_MATCH_H

/* Type-ahead as its rules are written down, by regular expressions and without
 * an index: slow, and easy to believe. */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define NAIVE_ITEMS 60

struct naive_item {
	struct str number, name, username, spelt; /* folded */
};

/* So many of them, and three that were chosen before. */
struct naive_list {
	struct naive_item items[NAIVE_ITEMS];
	uint32_t recents[3];
};

/* The item at this place. Release the whole list in the end. */
void naive_set(struct naive_list *list, int place, const char *number,
	const char *name, const char *username);
void naive_release(struct naive_list *list);

/* The places of what a text finds, best first; how many. */
size_t
naive_find(const struct naive_list *list, const char *text, uint32_t *hits_out);

#endif
