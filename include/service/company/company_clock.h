#ifndef SERVICE_COMPANY_COMPANY_CLOCK_H
#define SERVICE_COMPANY_COMPANY_CLOCK_H

/*
 * By which rules the clocks of a company run: its zone, and which record was
 * its longest since when. Such a rule counts from the instant at which it was
 * made, so that what has passed stays as it is.
 */

#include "core/clock.h"
#include "db/db.h"
#include "service/company/zones.h"

struct company_clock {
	bool found; /* there is such a company */
	char zone[ZONE_NAME_BYTES];
	int64_t rule_count; /* longest records that it had so far */
	/* Where there is no such company, days are UTC's, and the longest
	 * record is CLOCK_RECORD_MAX_MINUTES. */
	struct clock_rules rules;
	struct time_span *spans; /* of the rules; NULL: there was only one */
};

/* Loads it from a (reading) connection; ends with company_clock_release.
 * Errors of the database, and of zones_get. */
int
company_clock_load(struct db *db, struct zones *zones, const struct id *company,
	struct company_clock *clock_out, struct err *err);

/* Frees what was loaded; it is zeroed. */
void company_clock_release(struct company_clock *clock);

/*
 * The same in two steps, for those who run many statements at once: the row of
 * ?1 company, NULL where there is none; then what it takes beside it. Without
 * zones, days are UTC's.
 */
extern const char company_clock_sql[];
void
company_clock_take(const struct db_stmt *row, struct company_clock *clock_out);
int company_clock_finish(struct db *db, struct zones *zones,
	const struct id *company, struct company_clock *clock, struct err *err);

/* A new company's first rule, which holds since ever. */
int company_clock_begin(struct db *db, const struct id *company,
	int64_t minutes, struct err *err);

/* Another longest record, from now on, and behind all that was pressed so far.
 * The company's chain is locked. */
int company_clock_change(struct db *db, const struct id *company,
	int64_t now_ms, int64_t minutes, struct err *err);

#endif
