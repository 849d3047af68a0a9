#ifndef CALENDAR_CIVIL_H
#define CALENDAR_CIVIL_H

/*
 * Dates and times of day on the proleptic Gregorian calendar (ISO 8601), and
 * instants as text (RFC 3339). Knows no zones: "utc_ms" is Unix time in
 * milliseconds, and a civil time is what a calendar and a clock show.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct civil {
	int year;
	int month;  /* 1..12 */
	int day;    /* 1..31 */
	int hour;   /* 0..23 */
	int minute; /* 0..59 */
	int second; /* 0..59 */
	int ms;     /* 0..999 */
};

#define CIVIL_RFC3339_BYTES 25 /* "2026-11-21T13:02:03.456Z" and the NUL */

/* What a clock on UTC shows at this instant; any value will do. */
void civil_from_utc_ms(int64_t utc_ms, struct civil *civil_out);

/*
 * The instant at which a clock on UTC shows this. Fields out of range carry
 * over: day 0 is the last of the month before, hour 24 the next midnight.
 * Years from -200,000,000 to 200,000,000.
 */
int64_t civil_to_utc_ms(const struct civil *civil);

/* Whether each field is in range and the day exists. */
bool civil_is_valid(const struct civil *civil);

/* Days in a month (1..12) of a year. */
int civil_days_in_month(int year, int month);

/*
 * The instant in RFC 3339, in UTC with milliseconds, into buf_out; returns
 * buf_out. Instants outside the years 0 to 9999 are written as the nearest
 * one inside.
 */
char *civil_format_rfc3339(int64_t utc_ms, char buf_out[CIVIL_RFC3339_BYTES]);

/*
 * From RFC 3339 with any offset; digits below the millisecond are dropped; a
 * leap second is the second after it. ERR_DATA for everything else.
 */
int civil_parse_rfc3339(const char *text, int64_t *utc_ms_out, struct err *err);

#endif
