#ifndef SERVICE_LEDGER_LEDGER_GROUP_H
#define SERVICE_LEDGER_LEDGER_GROUP_H

/*
 * One group of deliveries, written in one transaction. Knows nothing of
 * threads: the writer hands it jobs.
 */

#include "clock_fold.h"
#include "ledger_job.h"
#include "memo.h"

#define LEDGER_GROUP_JOBS 256  /* deliveries in one transaction */
#define LEDGER_GROUP_ROWS 4096 /* and punches, unless one brings more */

struct ledger_group {
	struct db *db;
	struct ledger_job **jobs; /* of different enrolments, by company */
	size_t job_count;
	size_t barred_count; /* jobs behind those, set aside */
	struct ledger_head *heads;
	size_t head_count;
	struct ledger_rows rows;
	size_t events_written; /* of rows.events */
	struct clock_folds folds;
	struct zones *zones; /* NULL: nothing is judged */
	const struct zone *utc;
	struct memo *memo; /* the writer's */
	struct judged *judged;
	size_t judged_count;
	struct judged **unjudged; /* whose facts are not in the memo */
	size_t unjudged_count;
	struct ledger_job **unproven; /* nor their credentials */
	size_t unproven_count;
	bool bad_point;
	struct err point_err;
	bool conflict; /* an id was not new: some jobs are `suspect` */
	void (*on_commit)(void *ctx, int when);
	void *on_commit_ctx;
};

/*
 * Writes and commits all jobs of the group, and fills their answers. On error
 * nothing stands; with `conflict` set the jobs that became suspect go into a
 * later group, the others may be written again at once.
 */
int ledger_group_write(struct ledger_group *group, struct err *err);

/* Frees what the group has built, for the next one. */
void ledger_group_clear(struct ledger_group *group);

#endif
