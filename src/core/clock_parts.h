#ifndef CORE_CLOCK_PARTS_H
#define CORE_CLOCK_PARTS_H

/* What the parts of the clock share among themselves. */

#include "core/clock.h"

/*
 * Marks each punch that a void takes back CLOCK_EFFECT_VOIDED, and each void
 * that takes nothing back CLOCK_EFFECT_UNEXPECTED; the others are left alone.
 * `order` points to the n events in their order, effects are as the events.
 */
void clock_resolve_voids(const struct clock_event *events,
	const struct clock_event *const *order, size_t n, unsigned *effects);

/* What the policy still wants of the open break at at_ms; 0: nothing. */
int64_t clock_meal_left_ms(const struct clock_state *state,
	const struct clock_rules *rules, int64_t at_ms);

#endif
