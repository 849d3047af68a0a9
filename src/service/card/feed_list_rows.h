#ifndef SERVICE_CARD_FEED_LIST_ROWS_H
#define SERVICE_CARD_FEED_LIST_ROWS_H

/* What is read of the feed, by somebody: those alone whom they see. */

#include "base/jsonout.h"
#include "db/db.h"
#include "service/desk/caller.h"

/* How far the feed is, and whom the caller sees of it. */
struct feed_now {
	int64_t last_seq;
	int64_t scope; /* another number when the viewset is another one */
};
int feed_list_rows_now(struct db *db, const struct caller *caller,
	struct feed_now *now_out, struct err *err);

/* Changes behind a feed_seq, in order, at most so many: rows of
 * feed_list_rows_write. */
int feed_list_rows_changes(struct db *db, const struct caller *caller,
	int64_t above, int64_t limit, struct db_stmt **stmt_out,
	struct err *err);

/* Which records are asked for; a nil id, and a time of 0: any. */
struct feed_query {
	int32_t from; /* dates, both in it */
	int32_t to;
	struct id employee;
	struct id location;
	struct id cost_code;
	int64_t updated_since_ms;
	bool final; /* those alone */
	/* Behind this one, INT32_MIN: from the first on; and what was told with
	 * that: */
	int32_t through;
	int32_t date;
	struct id behind_employee;
	struct id behind;
};

/* By date, employee, id: rows of feed_list_rows_write. */
int feed_list_rows_records(struct db *db, const struct caller *caller,
	const struct feed_query *query, int64_t limit,
	struct db_stmt **stmt_out, struct err *err);

/*
 * The last date up to which everything that the caller sees is final, from
 * query->from on; the day before that where nothing is.
 */
int feed_list_rows_through(struct db *db, const struct caller *caller,
	const struct feed_query *query, int32_t *through_out, struct err *err);

/* What sums are of: a date, or a location and a cost code. */
enum feed_by {
	FEED_BY_DATE,
	FEED_BY_JOB
};

/* What the same records come to, by that and by whether they are final: rows of
 * feed_list_rows_write_sum. */
int feed_list_rows_sums(struct db *db, const struct caller *caller,
	const struct feed_query *query, enum feed_by by,
	struct db_stmt **stmt_out, struct err *err);

/* Writes one of them. */
void feed_list_rows_write_sum(
	struct jsonout *json, const struct db_stmt *row, enum feed_by by);

/* Of a row: its place in the feed, and in the list; then all of it. */
int64_t feed_list_rows_seq(const struct db_stmt *row);
void feed_list_rows_place(const struct db_stmt *row, struct feed_query *query);
void feed_list_rows_write(struct jsonout *json, const struct db_stmt *row);

#endif
