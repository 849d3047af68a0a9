#ifndef SERVICE_CARD_FEED_PERSON_H
#define SERVICE_CARD_FEED_PERSON_H

/* One person's time, as it leaves the house: folded as for the card, and
 * compared with what is stored. */

#include "feed_rows.h"
#include "feed_touch.h"
#include "service/company/hours.h"

struct feed_person {
	struct db *db;       /* in a (reading) transaction */
	struct hours *hours; /* the company's */
	struct id company;
	struct id employee;
	int32_t today; /* the company's date that `final` goes by */
};

/* What follows from punches and rules, for whole work weeks; records_out is
 * filled from nothing. INT32_MIN to INT32_MAX: all. */
int
feed_person_fold(const struct feed_person *person, const struct period *weeks,
	struct feed_records *records_out, struct err *err);

/*
 * Adds to `changes` what of the stored records does not follow any more, or
 * not yet, of the weeks that a touch can reach. *weeks_out grows by how many
 * these are; of all that lies behind, as far as there is anything.
 */
int feed_person_compare(const struct feed_person *person,
	const struct feed_touch *touch, struct feed_changes *changes,
	int64_t *weeks_out, struct err *err);

/* Whether both say the same. */
bool feed_person_same(const struct feed_record *a, const struct feed_record *b);

#endif
