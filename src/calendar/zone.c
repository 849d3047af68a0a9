#include "calendar/zone.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "zone_land.h"
#include "zone_tzif.h"

/* Instants beyond (190 million years) are treated as these. */
#define FARTHEST_MS INT64_C(6000000000000000000)

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

int
zone_parse_rule(const char *text, struct zone **zone_out, struct err *err)
{
	struct zone_rule rule;
	struct zone *zone;

	if (!zone_rule_parse(text, &rule) || !zone_name_is_valid(rule.std))
		return err_set(
			err, ERR_DATA, "\"%.80s\" is no rule of a zone", text);
	zone = mem_new(1, sizeof(*zone));
	str_copy(zone->name, sizeof(zone->name), rule.std);
	zone->has_rule = true;
	zone->rule = rule;
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
	struct zone_segment segment;
	int ms;

	zone_land_segment(zone, zone_seconds(utc_ms, &ms), &segment);
	*moment_out = segment.moment;
}

/* Local time as seconds, as if it were UTC. */
static int64_t
zone_local_s(const struct zone *zone, int64_t utc_ms, int *ms_out)
{
	int64_t s = zone_seconds(utc_ms, ms_out);
	struct zone_segment segment;

	zone_land_segment(zone, s, &segment);
	return s + segment.moment.offset_s;
}

void
zone_to_local(const struct zone *zone, int64_t utc_ms, struct civil *local_out)
{
	int ms;
	int64_t local_s = zone_local_s(zone, utc_ms, &ms);

	civil_from_utc_ms(local_s * 1000 + ms, local_out);
}

int64_t
zone_to_utc(const struct zone *zone, const struct civil *local,
	struct zone_fit *fit_out)
{
	int ms;
	int64_t local_s = zone_seconds(civil_to_utc_ms(local), &ms);
	struct zone_landing landing = zone_land(zone, local_s);
	int64_t utc_ms = landing.first_s * 1000 + ms;

	if (fit_out != NULL) {
		fit_out->kind = landing.kind;
		fit_out->second_ms = landing.kind == ZONE_REPEAT
					     ? landing.second_s * 1000 + ms
					     : utc_ms;
	}
	return utc_ms;
}

bool
zone_is_doubtful(const struct zone *zone, int64_t utc_ms)
{
	int ms;

	return zone->all_doubtful ||
	       zone_land(zone, zone_local_s(zone, utc_ms, &ms)).kind ==
		       ZONE_REPEAT;
}

void
zone_doubt_all(struct zone *zone, bool all)
{
	zone->all_doubtful = all;
}
