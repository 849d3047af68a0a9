#ifndef SERVICE_DESK_METRICS_H
#define SERVICE_DESK_METRICS_H

/*
 * What this process has done, counted since it began: no names, no ids, no
 * addresses. Counted from many threads, each number by itself.
 */

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "core/verdict.h"

#define METRICS_ROUTES 128 /* and one for what has no route */
#define METRICS_STATUSES 600
#define METRICS_BUCKETS 11 /* and one for what takes longer */
#define METRICS_VERDICTS 4

/* Upper ends of the buckets of durations, in ms. */
extern const int metrics_bucket_ms[METRICS_BUCKETS];

struct metrics_route {
	atomic_llong answers[METRICS_STATUSES]; /* by status */
	atomic_llong took[METRICS_BUCKETS + 1]; /* in each bucket */
	atomic_llong took_ms;                   /* all together */
};

struct metrics {
	struct metrics_route routes[METRICS_ROUTES + 1];
	atomic_llong punches[METRICS_VERDICTS];
	/* Of the feed: people and their weeks that were folded again, records
	 * that were written. */
	atomic_llong feed_people;
	atomic_llong feed_weeks;
	atomic_llong feed_records;
	atomic_int answering; /* requests that are being answered */
};

/* A request of this route (METRICS_ROUTES: of none) was answered. */
void metrics_answered(
	struct metrics *metrics, size_t route, int status, int64_t took_ms);

/* A punch got this answer. */
void metrics_punch(struct metrics *metrics, enum verdict_kind kind);

#endif
