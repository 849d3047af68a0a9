#include "clock_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define UNDO_MS 30000

/* An id counts within its enrolment. */
static int
compare_id(const void *a, const void *b)
{
	const struct clock_event *const *x = a, *const *y = b;
	int by_id = id_compare(&(*x)->id, &(*y)->id);

	return by_id ? by_id : id_compare(&(*x)->enrolment, &(*y)->enrolment);
}

/* Of one boot and within its time on that boot's clock. */
static bool
is_in_time(const struct clock_event *target, const struct clock_event *undo)
{
	int64_t passed_ms = undo->boottime_ms - target->boottime_ms;

	return id_equal(&target->boot, &undo->boot) && passed_ms >= 0 &&
	       passed_ms <= UNDO_MS;
}

/* Whether contacts prove that it was pressed later than that. */
static bool
is_proven_late(const struct clock_event *target, const struct clock_event *undo)
{
	return target->not_after_ms != 0 &&
	       undo->not_before_ms - target->not_after_ms > UNDO_MS;
}

/* The punch that this void takes back; NULL: none. */
static const struct clock_event *
find_target(const struct clock_event *const *by_id, size_t n,
	const struct clock_event *undo)
{
	const struct clock_event wanted = {
		.id = undo->target, .enrolment = undo->enrolment};
	const struct clock_event *key = &wanted;
	const struct clock_event *const *found =
		bsearch(&key, by_id, n, sizeof(*by_id), compare_id);

	if (found == NULL || (*found)->kind == PUNCH_VOID ||
		!is_in_time(*found, undo) || is_proven_late(*found, undo))
		return NULL;
	return *found;
}

void
clock_resolve_voids(const struct clock_event *events,
	const struct clock_event *const *order, size_t n, unsigned *effects)
{
	const struct clock_event **by_id = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct clock_event *target;

		if (order[i]->kind != PUNCH_VOID)
			continue;
		if (by_id == NULL) {
			by_id = mem_new(n, sizeof(*by_id));
			memcpy(by_id, order, n * sizeof(*by_id));
			qsort(by_id, n, sizeof(*by_id), compare_id);
		}
		target = find_target(by_id, n, order[i]);
		if (target != NULL &&
			effects[target - events] == CLOCK_EFFECT_NONE)
			effects[target - events] = CLOCK_EFFECT_VOIDED;
		else
			effects[order[i] - events] = CLOCK_EFFECT_UNEXPECTED;
	}
	free(by_id);
}

bool
clock_can_undo(const struct clock_event *target, const struct stamp *now)
{
	const struct clock_event undo = {
		.boot = now->boot,
		.boottime_ms = now->boottime_ms,
	};

	return target->kind != PUNCH_VOID && is_in_time(target, &undo);
}
