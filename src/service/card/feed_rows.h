#ifndef SERVICE_CARD_FEED_ROWS_H
#define SERVICE_CARD_FEED_ROWS_H

/* Time records as they leave the house, in the database. */

#include "calendar/period.h"
#include "core/time_record.h"
#include "db/db.h"

/* What follows from the chain and the rules; a time that is not there is 0. */
struct feed_record {
	struct id id;
	enum time_record_kind kind;
	int32_t date;
	int64_t at_ms; /* its place in the day */
	int64_t start_ms;
	int64_t end_ms;
	int64_t shown_start_ms;
	int64_t shown_end_ms;
	struct id location;
	struct id cost_code;
	int minutes;      /* of work */
	int meal_minutes; /* of a meal, or a lunch taken off */
	int paid[PAY_COUNT];
	bool final;
	int64_t corrected_ms; /* the last correction of its ends */
};

/* Those of one employee; zero it to begin, yours to free. */
struct feed_records {
	struct feed_record *records; /* by id, rising */
	size_t count, cap;
};

/* How far a company's feed is. All zero where there is none yet. */
struct feed_head {
	bool found;
	int64_t last_seq;     /* the last feed_seq */
	int64_t followed_seq; /* of the chain */
	int32_t today;        /* the company's date that `final` goes by */
};

/* The head as it stands. */
int feed_rows_head(struct db *db, const struct id *company,
	struct feed_head *head_out, struct err *err);

/* In a write transaction: the head, made where there is none, and locked until
 * its end. */
int feed_rows_lock(struct db *db, const struct id *company,
	struct feed_head *head_out, struct err *err);
int feed_rows_save(struct db *db, const struct id *company,
	const struct feed_head *head, struct err *err);

/* Where somebody's records are looked for. */
struct feed_place {
	struct id company;
	struct id employee;
	int32_t first; /* dates, both in it */
	int32_t last;
};

/* Those that are not deleted; records_out is filled from nothing. */
int feed_rows_read(struct db *db, const struct feed_place *place,
	struct feed_records *records_out, struct err *err);

/*
 * Which dates of the place's are final on the company's date `today`: those of
 * closed pay periods, and of cards that carry the highest approval that is
 * switched on, once they are over. An array to be freed.
 */
int
feed_rows_final(struct db *db, const struct feed_place *place, int32_t today,
	struct period **spans_out, size_t *count_out, struct err *err);

/* When a correction of the employee's was made; an array to be freed. */
struct feed_made {
	int64_t seq; /* rising */
	int64_t made_ms;
};
int feed_rows_made(struct db *db, const struct feed_place *place,
	struct feed_made **made_out, size_t *count_out, struct err *err);

/* The date of the last one that stands before at_ms, which is on the place's
 * last date; INT32_MIN: there is none. */
int feed_rows_before(struct db *db, const struct feed_place *place,
	int64_t at_ms, int32_t *date_out, struct err *err);

/* A change of what is stored. */
struct feed_change {
	struct id employee;
	struct feed_record record;
	bool deleted;
};

/* Those of many; zero it to begin, yours to free. */
struct feed_changes {
	struct feed_change *changes;
	size_t count, cap;
};

/* In a transaction that holds the head: writes them, in their order, behind
 * head->last_seq, which goes on with them. */
int feed_rows_write(struct db *db, const struct id *company,
	const struct feed_changes *changes, int64_t now_ms,
	struct feed_head *head, struct err *err);

#endif
