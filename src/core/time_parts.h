#ifndef CORE_TIME_PARTS_H
#define CORE_TIME_PARTS_H

/* What the parts of the fold of time records share among themselves. */

#include "core/time_fold.h"

/* When the k-th break of a day fell due, and during which record. */
struct meal_due {
	int64_t k;
	int64_t at_ms;
	int32_t date;
	struct id record;
};

struct fold {
	const struct time_rules *rules;
	struct time_records *out;
	const struct clock_event *events; /* in order */
	const struct time_fact **facts;   /* of each event */
	const struct time_fact **taken;
	size_t taken_count;
	struct clock_state first;  /* the fold began with */
	struct clock_state before; /* the event that is told */
	struct time_record open;   /* where `before` is not OUT */
	bool left_open;            /* at last: too long for a record */
	struct meal_due *dues;     /* of the day of `before` */
	size_t due_count, due_cap;
};

/* A punch at at_ms is about to lead from fold->before to `behind`: what that
 * says of the meals of the day. */
void time_meals_pass(struct fold *fold, int64_t at_ms, unsigned effects,
	const struct clock_state *behind);

/* Nothing follows; frees what they hold. */
void time_meals_end(struct fold *fold, int64_t now_ms);

/* Reasons, where they are told: of the time of a punch and of its having no
 * effect; of a record that ended; of one that was over the maximum. */
void time_tell_fact(
	struct fold *fold, const struct time_fact *fact, unsigned effects);
void time_tell_ended(
	struct fold *fold, const struct time_record *record, unsigned effects);
void time_tell_over(struct fold *fold, const struct time_record *record,
	const struct time_bound *end);

#endif
