#ifndef SERVICE_CARD_FEED_TOUCH_H
#define SERVICE_CARD_FEED_TOUCH_H

/* Whose time a part of the chain touches, and from when to when. */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "calendar/zone.h"
#include "db/db.h"

struct feed_touch {
	struct id employee;
	int64_t from_ms; /* both in it; */
	int64_t to_ms;   /* INT64_MAX: and all behind it */
};

/* Zero it to begin; its list is to be freed. */
struct feed_touches {
	struct feed_touch *list; /* after feed_touch_sort: one of each employee,
				    rising by id */
	size_t count, cap;
};

/* Notes one more. */
void
feed_touch_add(struct feed_touches *touches, const struct feed_touch *touch);

/* Puts together what is of the same employee. */
void feed_touch_sort(struct feed_touches *touches);

/* What of a company lies behind `above` in its chain, up to `upto`. */
struct feed_slice {
	struct id company;
	const struct zone *zone; /* the company's */
	int64_t above;
	int64_t upto;
};

/*
 * Whatever that touches, at its old place and at the new one: everything that
 * is not named has the same punches, under the same rules, and is as final, as
 * before. Sorted.
 */
int feed_touch_slice(struct db *db, const struct feed_slice *slice,
	struct feed_touches *touches, struct err *err);

/* Whoever has an approval whose last day is from `first` to `last`: it has
 * ended by now. Not sorted. */
int
feed_touch_ended(struct db *db, const struct feed_slice *slice, int32_t first,
	int32_t last, struct feed_touches *touches, struct err *err);

#endif
