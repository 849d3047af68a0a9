#include "zone_land.h"

#include "calendar/civil.h"
#include "zone_tzif.h"

/* No local time is further from UTC: how far to look to either side. */
#define REACH_S (26 * 3600)

static struct zone_moment
zone_type_moment(const struct zone *zone, size_t index)
{
	const struct zone_type *type = &zone->types[index];

	return (struct zone_moment){
		.offset_s = type->offset_s,
		.abbreviation = zone->chars + type->abbreviation,
		.is_dst = type->is_dst,
	};
}

/* The segment of the rule; at_s is not before segment->start_s. */
static void
zone_rule_segment(const struct zone_rule *rule, int64_t at_s,
	struct zone_segment *segment)
{
	int64_t last_s = INT64_MIN;
	bool dst = false;
	struct civil year;

	segment->end_s = INT64_MAX;
	civil_from_utc_ms(at_s * 1000, &year);
	for (int i = year.year - rule->years_around;
		rule->has_dst && i <= year.year + rule->years_around; i++) {
		struct zone_rule_change changes[2];

		zone_rule_changes(rule, i, changes);
		for (int j = 0; j < 2; j++) {
			int64_t change_s = changes[j].at_s;

			if (change_s > at_s) {
				if (change_s < segment->end_s)
					segment->end_s = change_s;
			} else if (change_s > last_s ||
				   (change_s == last_s && changes[j].to_dst)) {
				/* both at once: DST all the year */
				last_s = change_s;
				dst = changes[j].to_dst;
			}
		}
	}
	if (last_s > segment->start_s)
		segment->start_s = last_s;
	segment->moment = (struct zone_moment){
		.offset_s = dst ? rule->dst_offset_s : rule->std_offset_s,
		.abbreviation = dst ? rule->dst : rule->std,
		.is_dst = dst,
	};
}

/* How many changes there were until at_s, that one included. */
static size_t
zone_count_changes(const struct zone *zone, int64_t at_s)
{
	size_t low = 0, high = zone->change_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes_s[middle] <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
zone_land_segment(
	const struct zone *zone, int64_t at_s, struct zone_segment *out)
{
	size_t passed = zone_count_changes(zone, at_s);

	out->start_s = passed > 0 ? zone->changes_s[passed - 1] : INT64_MIN;
	if (passed == zone->change_count && zone->has_rule) {
		zone_rule_segment(&zone->rule, at_s, out);
		return;
	}
	out->end_s = passed < zone->change_count ? zone->changes_s[passed]
						 : INT64_MAX;
	out->moment = zone_type_moment(
		zone, passed > 0 ? zone->change_types[passed - 1] : 0);
}

/* Goes through the segments that could show this local time, in order. */
struct zone_landing
zone_land(const struct zone *zone, int64_t local_s)
{
	struct zone_landing landing = {.kind = ZONE_GAP, .jump_s = INT64_MAX};
	struct zone_segment segment;
	int64_t before_s = 0; /* what the segment before would make of it */
	int64_t at_s = local_s - REACH_S;

	do {
		int64_t utc_s;

		zone_land_segment(zone, at_s, &segment);
		utc_s = local_s - segment.moment.offset_s;
		if (utc_s >= segment.start_s && utc_s < segment.end_s) {
			if (landing.kind == ZONE_EXACT) {
				landing.kind = ZONE_REPEAT;
				landing.second_s = utc_s;
				return landing;
			}
			landing.kind = ZONE_EXACT;
			landing.first_s = utc_s;
		} else if (landing.kind == ZONE_GAP &&
			   utc_s < segment.start_s &&
			   landing.jump_s == INT64_MAX) {
			landing.first_s = before_s;
			landing.jump_s = segment.start_s;
		}
		before_s = utc_s;
		at_s = segment.end_s;
	} while (at_s <= local_s + REACH_S);
	return landing;
}
