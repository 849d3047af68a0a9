#ifndef SERVICE_CARD_FEED_H
#define SERVICE_CARD_FEED_H

/*
 * What leaves the house: each time record, with a revision, as it follows from
 * the ledger and the rules. What is stored of that follows the chain on a
 * thread of its own: nothing of it is written while somebody presses. Several
 * services on one database may follow at once.
 *
 * Changes of all records of a company are numbered in the order of their
 * commits, without gaps, so that whoever has read up to one misses nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "service/company/zones.h"
#include "service/desk/call.h"

struct feed;

struct feed_options {
	struct db_source database; /* its own connection */
	struct zones *zones;
	struct metrics *metrics;
	int64_t (*now_ms)(void *ctx);
	void *now_ctx;
};

/* All of the options must last. It does nothing before feed_start. */
struct feed *feed_new(const struct feed_options *options);

/* Begins the thread, which follows what is behind. ERR_INTERNAL. */
int feed_start(struct feed *feed, struct err *err);

/* There may be something to follow. NULL is fine; from any thread. */
void feed_wake(struct feed *feed);

/* Ends the thread; frees. NULL is fine. */
void feed_free(struct feed **feed);

/*
 * What the thread does in one step: a slice of each company's chain that is
 * behind. *more_out is false when nothing is behind any more. Errors of the
 * database.
 */
int feed_step(struct feed *feed, bool *more_out, struct err *err);

/* GET /v1/changes, /v1/changes/heads, /v1/time-records, /v1/time-records/sums.
 */
call_handler feed_changes, feed_heads, feed_records, feed_sums;

struct feed_report {
	int64_t records; /* checked */
	int64_t people;  /* passed over: the feed has yet to follow them */
	bool sound;
	/* The first difference, when not sound: */
	struct id company;
	char what[200]; /* one sentence */
};

/*
 * Works out again, in a reading transaction, what is stored of every company,
 * and compares it. A difference is reported, not an error; errors are those of
 * the database and of zones_get.
 */
int feed_verify(struct db *db, struct zones *zones,
	struct feed_report *report_out, struct err *err);

#endif
