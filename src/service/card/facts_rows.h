#ifndef SERVICE_CARD_FACTS_ROWS_H
#define SERVICE_CARD_FACTS_ROWS_H

/* Facts out of the timeline (facts.h says which), in the database. */

#include "facts.h"

/* From where to where somebody's facts are wanted. */
struct facts_bounds {
	struct clock_state from; /* they were out behind it, OUT */
	int64_t until_ms;        /* likewise; INT64_MAX: never again */
};

/* Those of one employee; dates as in struct facts_query. */
int facts_rows_bounds(struct db *db, const struct facts_query *query,
	const struct id *employee, struct facts_bounds *bounds_out,
	struct err *err);

/* Adds what lies behind the bounds' beginning, up to an instant. */
int facts_rows_add(struct db *db, const struct facts_query *query,
	const struct id *employee, const struct facts_bounds *bounds,
	struct facts *facts, struct err *err);

/* When the punch counts that a void is of; *found_out: there is one. */
int facts_rows_target(struct db *db, const struct id *company,
	const struct clock_event *undo, int64_t *at_ms_out, bool *found_out,
	struct err *err);

/* People, and their bounds. */
int facts_rows_people(struct db *db, const struct facts_page *page,
	struct facts_person *people_out, size_t *count_out, struct err *err);

/* The facts of them all, one person behind the other: opens; takes those of
 * the next one, in the order of the page. */
struct facts_stream {
	struct db_stmt *stmt;
	bool row; /* one is waiting */
};
int facts_rows_open(struct db *db, const struct facts_page *page,
	struct facts_stream *stream_out, struct err *err);
int
facts_rows_next(struct facts_stream *stream, const struct facts_person *person,
	struct facts *facts, struct err *err);

#endif
