#ifndef SERVICE_LEDGER_TIMELINE_ROWS_H
#define SERVICE_LEDGER_TIMELINE_ROWS_H

/* The timeline in the database: each punch as it counts now. */

#include "core/clock.h"
#include "core/order.h"
#include "core/restate.h"
#include "db/batch.h"
#include "timeline_press.h"

struct timeline_row {
	struct id company;
	int64_t seq; /* of its row in the ledger */
	struct id employee;
	struct id enrolment;
	int64_t number;
	int64_t at_ms;            /* the time that counts */
	int64_t press_ms;         /* in the order of its enrolment */
	struct restated restated; /* by itself; its anchor is not kept here */
	unsigned flags;           /* with those of the order */
	bool counts;              /* false: in quarantine, or taken back */
	int64_t corrected;        /* the seq of the correction in force, 0 */
	struct timeline_press press;
};

/* Inserts a row: statement, values. */
extern const char timeline_rows_insert[];
void timeline_rows_bind(const struct timeline_row *row, struct db_stmt *stmt);

/* Writes all but the keys of n rows that are there. */
int timeline_rows_update(struct db *db, const struct timeline_row *rows,
	size_t n, struct err *err);

/* A punch of an enrolment's order, and where it stands in the timeline. */
struct timeline_item {
	struct timeline_row row;
	struct order_item order;
};

/*
 * The last exact press of an enrolment below a number: the point behind it,
 * from which the order goes on. number 0 when there is none.
 */
int timeline_rows_point(struct db *db, const struct timeline_row *where,
	struct order_point *point_out, struct err *err);

/* Its own punches from a number on, in order, at most max. */
int timeline_rows_slice(struct db *db, const struct timeline_row *where,
	struct timeline_item *items_out, size_t max, size_t *count_out,
	struct err *err);

/* The seq of those of a boot that came since received_ms (of `since`), the last
 * first, TIMELINE_AGAIN_MAX at most. */
#define TIMELINE_AGAIN_MAX 512
int timeline_rows_of_boot(struct db *db, const struct timeline_row *where,
	const struct contact *since, int64_t *seqs_out, size_t *count_out,
	struct err *err);

/*
 * Its own punches from a number on that are not flagged as of a fork, in order,
 * TIMELINE_UNFORKED_MAX at most: as they count now, the anchor too. received_ms
 * of each goes to received_out.
 */
#define TIMELINE_UNFORKED_MAX 256
int timeline_rows_unforked(struct db *db, const struct timeline_row *where,
	struct timeline_row *rows_out, int64_t *received_out, size_t *count_out,
	struct err *err);

/* Whether another id than this holds the number. */
int timeline_rows_taken(struct db *db, const struct timeline_row *where,
	const struct id *id, bool *taken_out, struct err *err);

/* One row by its seq. ERR_INTERNAL when it is not there. */
int timeline_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct timeline_row *row_out, struct err *err);

/* What counts of an employee, behind a place of the order. */
struct timeline_query {
	struct id company;
	struct id employee;
	struct clock_key behind;
	bool voids; /* these alone */
};

/* In order, TIMELINE_EVENTS_MAX at most. */
#define TIMELINE_EVENTS_MAX 4096
int timeline_rows_events(struct db *db, const struct timeline_query *query,
	struct clock_event *events_out, size_t *count_out, struct err *err);

/* When the punch counts that a void takes back; -1: it is not there. */
int timeline_rows_when(struct db *db, const struct id *company,
	const struct punch *undo, int64_t *at_ms_out, struct err *err);

#endif
