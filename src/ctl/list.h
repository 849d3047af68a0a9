#ifndef CTL_LIST_H
#define CTL_LIST_H

/* The records of a kind in an order for people. */

#include "kinds.h"

struct list {
	struct list_row {
		const void *record; /* NULL: passed over */
		char *key;
	} * rows;
	size_t count;
};

/* By number, then by name, however they are written. */
void list_sorted(
	struct ctl_call *call, const struct kind *kind, struct list *list_out);

/* Those that a text fits, best first. */
void list_matched(struct ctl_call *call, const struct kind *kind,
	const char *words, struct list *list_out);

/* Frees. */
void list_release(struct list *list);

#endif
