#include "core/order.h"

#include <assert.h>

#include "core/restate.h"

static void
lift(struct order_item *item, int64_t floor_ms)
{
	if (floor_ms > item->not_after_ms)
		floor_ms = item->not_after_ms;
	if (floor_ms <= item->press_ms)
		return;
	item->press_ms = floor_ms;
	if (floor_ms - item->restated_ms > ORDER_NEAR_MS)
		item->flags |= RESTATE_LIFTED;
}

/* The earliest that an item can be that comes behind a point. */
static int64_t
floor_of(const struct order_point *point, const struct order_item *item)
{
	int64_t passed_ms = item->boottime_ms - point->boottime_ms;

	if (!item->is_exact && point->is_lifted && passed_ms > 0 &&
		id_equal(&point->boot, &item->boot))
		return point->press_ms + passed_ms;
	return point->press_ms;
}

struct order_point
order_point_behind(const struct order_item *item)
{
	return (struct order_point){
		.number = item->number,
		.press_ms = item->press_ms,
		.is_exact = item->is_exact,
		.is_lifted = (item->flags & RESTATE_LIFTED) != 0 ||
			     item->press_ms > item->restated_ms,
		.boot = item->boot,
		.boottime_ms = item->boottime_ms,
	};
}

/* The items from `loose` up to an exact one cannot be later than that, but for
 * what is proven of them. */
static void
clamp_before(struct order_item *loose, const struct order_item *exact)
{
	for (; loose < exact; loose++) {
		int64_t at_most_ms = exact->press_ms;

		if (at_most_ms < loose->not_before_ms)
			at_most_ms = loose->not_before_ms;
		if (loose->press_ms <= at_most_ms)
			continue;
		loose->press_ms = at_most_ms;
		loose->flags |= RESTATE_CLAMPED;
	}
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* What counts of a press that has its place. */
static void
finish(struct order_item *item)
{
	int64_t off_ms = distance(item->press_ms, item->wall_ms);

	item->at_ms = item->press_ms;
	if (item->has_chosen && item->chosen_ms <= item->press_ms) {
		item->at_ms = item->chosen_ms;
	} else if (item->has_chosen) {
		item->flags |= RESTATE_FUTURE;
		if (off_ms < item->chosen_ms - item->press_ms)
			off_ms = item->chosen_ms - item->press_ms;
	}
	if (off_ms > RESTATE_FLAG_MS && !item->is_void)
		item->flags |= RESTATE_DIFFERS;
}

void
order_run(const struct order_point *from, struct order_item *items, size_t n,
	int64_t fork_from, struct order_point *to_out)
{
	struct order_point last = {0}; /* behind the item before */
	struct order_point firm;       /* behind the last exact one */
	struct order_item *loose = items;
	int64_t proven_ms; /* of the loose ones: what follows is later */

	if (from != NULL)
		last = *from;
	assert(order_goes_on(&last, items, n, fork_from));
	firm = last;
	proven_ms = last.proven_ms;
	for (struct order_item *item = items; item < items + n; item++) {
		item->press_ms = item->restated_ms;
		if (item->number >= fork_from) {
			lift(item, floor_of(&firm, item));
			last = firm;
			last.number = item->number;
			last.is_exact = true;
			continue;
		}
		lift(item, floor_of(item->is_exact ? &firm : &last, item));
		lift(item, proven_ms);
		last = order_point_behind(item);
		if (!item->is_exact) {
			if (item->not_before_ms > proven_ms)
				proven_ms = item->not_before_ms;
			last.proven_ms = proven_ms;
			continue;
		}
		firm = last;
		clamp_before(loose, item);
		loose = item + 1;
		proven_ms = 0;
	}
	for (size_t i = 0; i < n; i++)
		finish(&items[i]);
	if (to_out != NULL)
		*to_out = last;
}

bool
order_is_settled(const struct order_point *point)
{
	return point->number == 0 || point->is_exact;
}

bool
order_goes_on(const struct order_point *point, const struct order_item *items,
	size_t n, int64_t fork_from)
{
	if (order_is_settled(point))
		return true;
	for (size_t i = 0; i < n; i++)
		if (items[i].is_exact || items[i].number >= fork_from)
			return false;
	return true;
}
