#include "service/ledger/shut.h"

#include <stdio.h>

#include "calendar/date.h"
#include "core/cause.h"
#include "core/clock.h"
#include "shut_rows.h"

/* A record that is longer counts nothing, and nobody ends it. */
#define REACH_MS (CLOCK_RECORD_MAX_MINUTES * INT64_C(60000))

bool
shut_reaches(const struct shut_press *press, int32_t shut_to)
{
	return shut_to != 0 &&
	       zone_date(press->zone, press->at_ms - REACH_MS) <= shut_to;
}

void
shut_say(const struct shut *shut, char *out, size_t size)
{
	char first[DATE_BYTES], last[DATE_BYTES];

	date_format(shut->period.first, first);
	date_format(shut->period.last, last);
	if (shut->causes & CAUSE_CLOSED_PERIOD)
		snprintf(out, size,
			"The period from %s to %s is closed: reopen it first.",
			first, last);
	else
		snprintf(out, size,
			"The card from %s to %s is approved: take the "
			"approvals back first.",
			first, last);
}

int
shut_judge(struct db *db, const struct shut_press *press, struct shut *shut_out,
	struct err *err)
{
	const int32_t date = zone_date(press->zone, press->at_ms);
	struct shut begun;
	int64_t before_ms;
	bool open;

	if (shut_date(db, press, date, shut_out, err) < 0 ||
		shut_rows_before(db, press, &before_ms, &open, err) < 0)
		return -1;
	if (!open || press->at_ms - before_ms > REACH_MS ||
		zone_date(press->zone, before_ms) == date)
		return 0;
	if (shut_date(db, press, zone_date(press->zone, before_ms), &begun,
		    err) < 0)
		return -1;
	if (begun.causes != 0)
		shut_out->period = begun.period;
	shut_out->causes |= begun.causes;
	return 0;
}
