#ifndef CALENDAR_DATE_H
#define CALENDAR_DATE_H

/*
 * A date as a number: the days since 1970-01-01 on a local calendar, in an
 * int32_t. The next day is one more, a week later seven. Which date an
 * instant has, and when a date begins, is for a zone to say (zone_date,
 * zone_date_start_ms).
 */

#include <stdint.h>

#include "calendar/civil.h"

/*
 * The date of a civil time, whose fields may be out of range as in
 * civil_to_utc_ms. Dates beyond 32 bits are the nearest one inside.
 */
int32_t date_from_civil(const struct civil *civil);

/* Midnight on this date, as a calendar and a clock show it. */
void date_to_civil(int32_t date, struct civil *civil_out);

/* The day of the week: 1 Monday .. 7 Sunday. */
int date_weekday(int32_t date);

#endif
