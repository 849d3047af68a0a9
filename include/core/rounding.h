#ifndef CORE_ROUNDING_H
#define CORE_ROUNDING_H

/* How an instant is shown on a card: connect-rules(7), Rounding. */

#include <stdint.h>

#include "base/err.h"
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

/*
 * Sets the range of a policy from what people write: "06:50-07:10 as 07:00", or
 * nothing for none. It may lead over midnight. ERR_DATA says what is wrong.
 */
int rounding_parse_range(
	const char *text, struct rounding_policy *policy, struct err *err);

#endif
