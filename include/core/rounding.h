#ifndef CORE_ROUNDING_H
#define CORE_ROUNDING_H

/* How an instant is shown on a card: connect-rules(7), Rounding. */

#include <stdint.h>

#include "calendar/zone.h"
#include "core/policy.h"

/*
 * The instant as the policy shows it, once from the raw time, by what clocks of
 * the zone show (NULL: UTC). One that stands in the range, to the end of its
 * last minute, is the `to` that is nearest to it, of two in a repeated hour
 * that of the same offset. Any other is the nearest of the grid, which counts
 * from midnight; half goes later.
 */
int64_t rounding_show(const struct rounding_policy *policy,
	const struct zone *zone, int64_t at_ms);

#endif
