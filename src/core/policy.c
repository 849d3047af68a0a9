#include "core/policy.h"

const struct time_span *
policy_at(const struct time_span *spans, size_t n, int64_t at_ms)
{
	size_t low = 0, high = n;

	if (n == 0)
		return NULL;
	/* the last one that begins at the instant or before it */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (spans[middle].from_ms <= at_ms)
			low = middle;
		else
			high = middle;
	}
	return &spans[low];
}
