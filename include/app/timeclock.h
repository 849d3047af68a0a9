#ifndef APP_TIMECLOCK_H
#define APP_TIMECLOCK_H

/*
 * Time records in the timeclock format that ledger and hledger read: an
 * account of each location and cost code. Work that has both ends; no meals, no
 * open records, and not what a policy takes off.
 *
 * Times are local. The end of a record is written in the offset of its start,
 * so that its length is right where the clocks change in between.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/str.h"
#include "core/time_record.h"

struct timeclock {
	const struct time_records *records;
	const struct zone *zone;
	int32_t first; /* of these dates */
	int32_t last;
	bool shown; /* the times that a card shows, else the raw ones */
	/* Appends the name of a location or cost code. */
	void (*name)(void *ctx, const struct id *id, struct str *out);
	void *ctx;
};

/* Appends them, in order of time. */
void timeclock_write(const struct timeclock *timeclock, struct str *out);

#endif
