#ifndef TESTS_LIB_YEAR_H
#define TESTS_LIB_YEAR_H

/*
 * A year of a company, laid into the tables as the service would have left them
 * (connectd verify finds nothing): four punches a day and person, of whom one
 * in a hundred undoes a STOP; nine times as many people have the last day
 * alone.
 */

#include "db/db.h"
#include "service/company/zones.h"

#define YEAR_FIRST_DATE 20454 /* 2026-01-01 */
#define YEAR_DAY_MS (24 * 60 * 60 * INT64_C(1000))
#define YEAR_DAY_PUNCHES 4
#define YEAR_BOARD_TIMES 10 /* people in all, to one of the year */

struct year {
	struct db *db; /* migrated, empty, in no transaction */
	struct zones *zones;
	size_t people; /* of the year */
	size_t days;
	struct id company; /* out */
};

/* Somebody, from 0: those of the year first. */
struct id year_person(size_t person);

/* When the last day is over. */
int64_t year_end_ms(const struct year *year);

/* Punches of the year. */
size_t year_punches(const struct year *year);

/* Fills all but the feed. */
int year_fill(struct year *year, struct err *err);

#endif
