#ifndef CORE_TYPED_TIME_H
#define CORE_TYPED_TIME_H

/*
 * Times as people type them (connect-rules(7), Chosen times):
 *
 *	07:40   7:40pm   01:30 EST   yesterday 23:50   2026-11-30 23:50
 *	20 min ago   2026-11-30T23:50:00-05:00
 *
 * with seconds or without. What can be read in more than one way is not
 * guessed: the readings are handed out, to be asked about.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "calendar/zone.h"

/* A time of yesterday that is older than this is asked about. */
#define TYPED_TIME_NEAR_MS (6 * INT64_C(3600000))

/* Where and when it was typed. */
struct typed_place {
	const struct zone *company; /* NULL: UTC */
	const struct zone *machine; /* where that shows other times; NULL */
	int64_t now_ms;             /* the service's time */
};

enum typed_doubt {
	TYPED_SURE,      /* one reading, which is meant */
	TYPED_YESTERDAY, /* one: today's is still to come */
	TYPED_GAP,       /* two: clocks jumped over it */
	TYPED_REPEAT,    /* two: it came twice */
	TYPED_ZONE       /* two: the company's, then the machine's */
};

struct typed_time {
	enum typed_doubt doubt;
	size_t count;
	int64_t ms[2];
};

/*
 * Reads it. A bare time of day is the last one: of today, or where that is
 * still to come of yesterday. ERR_DATA says what can be typed.
 */
int typed_time_read(const char *text, const struct typed_place *place,
	struct typed_time *time_out, struct err *err);

/* Appends an instant as it can be typed without a doubt, in the zone (NULL:
 * UTC): "2026-11-30 23:50:00 EST". */
void typed_time_say(struct str *out, const struct zone *zone, int64_t ms);

#endif
