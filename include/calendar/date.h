#ifndef CALENDAR_DATE_H
#define CALENDAR_DATE_H

/*
 * A date as a number: the days since 1970-01-01 on a local calendar, in an
 * int32_t. The next day is one more, a week later seven. Which date an
 * instant has, and when a date begins, is for a zone to say (zone_date,
 * zone_date_start_ms).
 */

#include <stdint.h>

#include "base/err.h"
#include "calendar/civil.h"

#define DATE_BYTES 11 /* "2026-11-21" and the NUL */

/*
 * The date of a civil time, whose fields may be out of range as in
 * civil_to_utc_ms. Dates beyond 32 bits are the nearest one inside.
 */
int32_t date_from_civil(const struct civil *civil);

/* Midnight on this date, as a calendar and a clock show it. */
void date_to_civil(int32_t date, struct civil *civil_out);

/*
 * The date as ISO 8601 writes it, into buf_out; returns buf_out. Those outside
 * the years 0 to 9999 are written as the nearest one inside.
 */
char *date_format(int32_t date, char buf_out[DATE_BYTES]);

/* From that, in the years 0 to 9999. ERR_DATA for everything else. */
int date_parse(const char *text, int32_t *date_out, struct err *err);

/* The day of the week: 1 Monday .. 7 Sunday. */
int date_weekday(int32_t date);

#endif
