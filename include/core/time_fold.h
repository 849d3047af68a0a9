#ifndef CORE_TIME_FOLD_H
#define CORE_TIME_FOLD_H

/* From what is known of an employee's punches to time records. */

#include "core/time_record.h"

/*
 * A punch as it counts. A correction acts on it before the fold: one that adds
 * a punch is a fact of its own, one that changes it has its time and job in
 * the event, one that takes its effect away leaves it here, not counting.
 */
struct time_fact {
	struct clock_event event; /* at_ms: the time that counts */
	unsigned flags;           /* enum restate_flag, of that time */
	int64_t claimed_ms;   /* what its device said; typed, where chosen */
	int64_t restated_ms;  /* of the press, by itself */
	int64_t ordered_ms;   /* the time that counted before any correction */
	struct id correction; /* that made, changed or took it; nil: none */
	bool held;            /* in quarantine: does not count */
	bool taken;           /* its effect is: does not count */
};

struct time_facts {
	const struct clock_state *from; /* NULL: OUT and nothing known */
	const struct time_fact *facts;  /* in any order */
	size_t count;
	int64_t now_ms; /* until when is open what is open */
};

/*
 * The fold. records_out is filled from nothing, reasons only where `explain`,
 * and is yours to release.
 *
 * From a state that a fold left behind, all facts lying behind it, the records
 * that end behind it come out as from a fold of everything. So do their
 * exceptions and reasons, but for the instant at which a meal fell due before
 * it: that is known only where the day was unbroken work up to it. A card folds
 * from before its first day.
 */
void time_fold(const struct time_rules *rules, const struct time_facts *facts,
	bool explain, struct time_records *records_out);

#endif
