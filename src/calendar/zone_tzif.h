#ifndef ZONE_TZIF_H
#define ZONE_TZIF_H

/* The inside of a zone, and its reader: TZif, RFC 9636. */

#include <stddef.h>

#include "calendar/zone.h"
#include "zone_rule.h"

#define ZONE_TYPES_MAX 256
#define ZONE_CHARS_MAX 1024

struct zone_type {
	int32_t offset_s;
	bool is_dst;
	uint8_t abbreviation; /* where in zone.chars it begins */
};

struct zone {
	char name[ZONE_NAME_BYTES];
	size_t change_count;
	int64_t *changes_s;    /* ascending Unix times */
	uint8_t *change_types; /* the type from each of them on */
	struct zone_type types[ZONE_TYPES_MAX]; /* [0] is before all changes */
	char chars[ZONE_CHARS_MAX + 1];
	bool has_rule;         /* after the last change: */
	struct zone_rule rule; /* this */
	bool all_doubtful;
};

/*
 * Fills a zeroed zone from a file's bytes, all but its name. The two arrays
 * are to be freed also on failure.
 */
int zone_tzif_decode(
	const void *bytes, size_t len, struct zone *zone, struct err *err);

#endif
