#ifndef QUEUE_H
#define QUEUE_H

/* What the service has not answered yet, and what it would not take. */

#include "base/id.h"

#define QUEUE_ITEMS_MAX 200

struct screen;
struct tui;

struct queue {
	struct id items[QUEUE_ITEMS_MAX]; /* set aside first, then waiting */
	bool set_aside[QUEUE_ITEMS_MAX];
	size_t count;
	size_t selected;
	size_t top;
};

/* What is kept and what was set aside. */
/* The list; open it with queue_open. */
extern const struct screen queue_screen;

/* Opens it. */
void queue_open(struct tui *tui);

/* Reads the list again, the selection stays on its punch. */
void queue_load(struct tui *tui);

#endif
