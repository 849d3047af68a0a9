#ifndef SERVICE_LEDGER_RECOMPUTE_ROWS_H
#define SERVICE_LEDGER_RECOMPUTE_ROWS_H

/* What a ledger says, beside what is kept of it, in the database. */

#include "point_rows.h"
#include "recompute.h"
#include "timeline_rows.h"

/* Something of a company, and which is next: enrolments, people. */
struct recompute_place {
	struct id company;
	struct id id; /* nil: before the first */
	bool found;
};

/* Goes to the next enrolment that has punches; to the next person that has
 * lines in the timeline, or points. */
int recompute_rows_next_enrolment(
	struct db *db, struct recompute_place *place, struct err *err);
int recompute_rows_next_person(
	struct db *db, struct recompute_place *place, struct err *err);

/* A punch as the chain has it, and its line of the timeline. */
struct recompute_line {
	struct timeline_item told; /* by the chain; without what order gives */
	bool brought;
	struct timeline_row kept; /* seq 0: none */
};

/*
 * The punches of an enrolment behind the place of `behind` in its order (number
 * INT64_MIN: all), RECOMPUTE_LINES_MAX at most.
 */
#define RECOMPUTE_LINES_MAX 1024
int recompute_rows_slice(struct db *db, const struct timeline_item *behind,
	struct recompute_line *lines_out, size_t *count_out, struct err *err);

/* The line of the timeline as it is kept, by its seq; kept_out->seq 0: none. */
int recompute_rows_line(struct db *db, const struct timeline_row *where,
	struct timeline_row *kept_out, struct err *err);

/* A line of the timeline that is no punch's; *seq_out 0: there is none. */
int recompute_rows_stray(struct db *db, const struct id *company,
	int64_t *seq_out, struct err *err);

/* The next point of a person, behind the point's date; found or not. */
int
recompute_rows_next_point(struct db *db, struct point *point, struct err *err);

/* How many rows all ledgers have, as their heads say. */
int recompute_rows_total(struct db *db, int64_t *total_out, struct err *err);

/* The cards that are approved and the periods that are closed, in the order of
 * their rows of the chain; an array to be freed. */
int recompute_rows_standings(struct db *db, const struct id *company,
	struct recompute_standing **list_out, size_t *count_out,
	struct err *err);

#endif
