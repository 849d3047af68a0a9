#include "journal/format/ranges.h"

#include <stdio.h>
#include <string.h>

#define MORE ", and more"

/* Puts the last range into words, as long as there is room. */
static void
ranges_put(struct ranges *ranges)
{
	size_t len = strlen(ranges->words);
	size_t room = sizeof(ranges->words) - sizeof(MORE) + 1 - len;
	char range[64];
	int n;

	if (ranges->first == 0 || ranges->is_cut)
		return;
	n = snprintf(range, sizeof(range), "%s%lld", len > 0 ? ", " : "",
		(long long)ranges->first);
	if (ranges->last > ranges->first)
		n += snprintf(range + n, sizeof(range) - (size_t)n, "-%lld",
			(long long)ranges->last);
	ranges->is_cut = (size_t)n >= room;
	snprintf(ranges->words + len, sizeof(ranges->words) - len, "%s",
		ranges->is_cut ? MORE : range);
}

void
ranges_add(struct ranges *ranges, int64_t first, int64_t last)
{
	if (last < first)
		return;
	ranges->count += last - first + 1;
	if (ranges->first != 0 && first == ranges->last + 1) {
		ranges->last = last;
		return;
	}
	ranges_put(ranges);
	ranges->first = first;
	ranges->last = last;
}

void
ranges_end(struct ranges *ranges)
{
	ranges_put(ranges);
	ranges->first = 0;
}
