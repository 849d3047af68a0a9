#ifndef CORE_CARD_H
#define CORE_CARD_H

/*
 * What a card shows of time records, and its sums: connect-rules(7), Rounding,
 * Automatic lunch, Overtime. Whole minutes, and nothing but what the records
 * and the rules say.
 */

#include "core/time_record.h"

/*
 * Fills what a card shows of each record as it came out of time_fold: the times
 * shown, the minutes, what is paid as what. Adds the lunches that are taken off
 * (TIME_LUNCH, behind the record in which one fell due, without times, minutes:
 * what was taken off), and tells reasons. Once for each fold; the records must
 * be of whole work weeks.
 *
 * The times shown never go back: none lies before the one before it, and none
 * is beyond one that touches a meal.
 */
void card_run(const struct time_rules *rules, struct time_records *records);

/* Of the records whose dates lie in a range. */
struct card_sum {
	int minutes;         /* of work, as shown */
	int paid[PAY_COUNT]; /* their sum: minutes less lunch_minutes */
	int meal_minutes;
	int lunch_minutes; /* taken off */
	int open;          /* records that are open: they count in nothing */
	int exceptions;
};

/* Sums from the first date to the last, which is in it. */
struct card_sum
card_sum(const struct time_records *records, int32_t first, int32_t last);

struct card_job {
	struct id location;
	struct id cost_code;
	int minutes;
	int paid[PAY_COUNT];
};

/* What was worked on each job, likewise, by location and cost code, rising by
 * id; yours to free. */
struct card_job *card_jobs(const struct time_records *records, int32_t first,
	int32_t last, size_t *n_out);

#endif
