#include "calendar/zone.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "zone_tzif.h"

/* No local time is further from UTC: how far to look to either side. */
#define REACH_S (26 * 3600)

/* Instants beyond (190 million years) are treated as these. */
#define FARTHEST_MS INT64_C(6000000000000000000)

/* A time without changes, [start_s, end_s). */
struct segment {
	int64_t start_s;
	int64_t end_s;
	struct zone_moment moment;
};

/* Where a local time falls: an instant of UTC and how it was found. */
struct landing {
	enum zone_fit_kind kind;
	int64_t first_s;
	int64_t second_s; /* ZONE_REPEAT */
	int64_t jump_s;   /* ZONE_GAP: when the clocks jumped */
};

int
zone_parse(const char *name, const void *bytes, size_t len,
	struct zone **zone_out, struct err *err)
{
	struct zone *zone;

	if (!zone_name_is_valid(name))
		return err_set(
			err, ERR_DATA, "\"%.80s\" names no time zone", name);
	zone = mem_new(1, sizeof(*zone));
	str_copy(zone->name, sizeof(zone->name), name);
	if (zone_tzif_decode(bytes, len, zone, err) < 0) {
		zone_free(&zone);
		return err_wrap(err, "cannot use time zone %s", name);
	}
	*zone_out = zone;
	return 0;
}

struct zone *
zone_new_utc(void)
{
	struct zone *zone = mem_new(1, sizeof(*zone));

	str_copy(zone->name, sizeof(zone->name), "UTC");
	str_copy(zone->chars, sizeof(zone->chars), "UTC");
	return zone;
}

void
zone_free(struct zone **zone)
{
	if (*zone == NULL)
		return;
	free((*zone)->changes_s);
	free((*zone)->change_types);
	free(*zone);
	*zone = NULL;
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

bool
zone_name_is_valid(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+/-";
	size_t len = strlen(name);

	return len > 0 && len < ZONE_NAME_BYTES &&
	       strspn(name, allowed) == len && name[0] != '/' &&
	       name[len - 1] != '/' && strstr(name, "//") == NULL;
}

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
zone_rule_segment(
	const struct zone_rule *rule, int64_t at_s, struct segment *segment)
{
	int64_t last_s = INT64_MIN;
	bool dst = false;
	struct civil year;

	segment->end_s = INT64_MAX;
	civil_from_utc_ms(at_s * 1000, &year);
	/* a change may be a week off its year, hence two to either side */
	for (int i = year.year - 2; rule->has_dst && i <= year.year + 2; i++) {
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

static void
zone_segment(const struct zone *zone, int64_t at_s, struct segment *out)
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

/* Whole seconds, downwards, of an instant brought into reach. */
static int64_t
zone_seconds(int64_t utc_ms, int *ms_out)
{
	int64_t s;

	if (utc_ms > FARTHEST_MS)
		utc_ms = FARTHEST_MS;
	if (utc_ms < -FARTHEST_MS)
		utc_ms = -FARTHEST_MS;
	s = utc_ms / 1000 - (utc_ms % 1000 < 0);
	*ms_out = (int)(utc_ms - s * 1000);
	return s;
}

void
zone_at(const struct zone *zone, int64_t utc_ms, struct zone_moment *moment_out)
{
	struct segment segment;
	int ms;

	zone_segment(zone, zone_seconds(utc_ms, &ms), &segment);
	*moment_out = segment.moment;
}

/* Local time as seconds, as if it were UTC. */
static int64_t
zone_local_s(const struct zone *zone, int64_t utc_ms, int *ms_out)
{
	int64_t s = zone_seconds(utc_ms, ms_out);
	struct segment segment;

	zone_segment(zone, s, &segment);
	return s + segment.moment.offset_s;
}

void
zone_to_local(const struct zone *zone, int64_t utc_ms, struct civil *local_out)
{
	int ms;
	int64_t local_s = zone_local_s(zone, utc_ms, &ms);

	civil_from_utc_ms(local_s * 1000 + ms, local_out);
}

/* Goes through the segments that could show this local time, in order. */
static struct landing
zone_land(const struct zone *zone, int64_t local_s)
{
	struct landing landing = {.kind = ZONE_GAP, .jump_s = INT64_MAX};
	struct segment segment;
	int64_t before_s = 0; /* what the segment before would make of it */
	int64_t at_s = local_s - REACH_S;

	do {
		int64_t utc_s;

		zone_segment(zone, at_s, &segment);
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

int64_t
zone_to_utc(const struct zone *zone, const struct civil *local,
	struct zone_fit *fit_out)
{
	int ms;
	int64_t local_s = zone_seconds(civil_to_utc_ms(local), &ms);
	struct landing landing = zone_land(zone, local_s);
	int64_t utc_ms = landing.first_s * 1000 + ms;

	if (fit_out != NULL) {
		fit_out->kind = landing.kind;
		fit_out->second_ms = landing.kind == ZONE_REPEAT
					     ? landing.second_s * 1000 + ms
					     : utc_ms;
	}
	return utc_ms;
}

int64_t
zone_day_start_ms(const struct zone *zone, int64_t utc_ms)
{
	struct civil local;
	struct landing landing;
	int ms;

	zone_to_local(zone, utc_ms, &local);
	local.hour = local.minute = local.second = local.ms = 0;
	landing = zone_land(zone, zone_seconds(civil_to_utc_ms(&local), &ms));
	return 1000 *
	       (landing.kind == ZONE_GAP ? landing.jump_s : landing.first_s);
}

bool
zone_is_doubtful(const struct zone *zone, int64_t utc_ms)
{
	int ms;

	return zone_land(zone, zone_local_s(zone, utc_ms, &ms)).kind ==
	       ZONE_REPEAT;
}
