#ifndef APP_DAY_BAR_H
#define APP_DAY_BAR_H

/* A day as a bar of cells: what of it was work, what was a meal. */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define DAY_BAR_CELLS_MAX 240

struct day_bar {
	int64_t from_ms; /* what the first cell begins with */
	int64_t to_ms;   /* what the last one ends with */
	int cells;
	bool ascii;
	unsigned char marks[DAY_BAR_CELLS_MAX]; /* enum day_bar_mark */
};

enum day_bar_mark {
	DAY_BAR_NONE,
	DAY_BAR_MEAL,
	DAY_BAR_OPEN, /* work that has not ended */
	DAY_BAR_WORK
};

/* An empty bar; no more cells than there may be are taken. */
void day_bar_init(struct day_bar *bar, int64_t from_ms, int64_t to_ms,
	int cells, bool ascii);

/* Marks an interval. However short, it is seen; work goes before a meal. */
void day_bar_mark(struct day_bar *bar, int64_t from_ms, int64_t to_ms,
	enum day_bar_mark mark);

/* Appends it. */
void day_bar_print(const struct day_bar *bar, struct str *out);

#endif
